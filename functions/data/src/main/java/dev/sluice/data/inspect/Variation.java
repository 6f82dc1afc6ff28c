package dev.sluice.data.inspect;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the rows that a relation shows vary by, as far as its policies and views can be read.
 *
 * @param claims of the caller that they look at: {@code subject}, {@code tenant}, {@code scopes}
 * @param known whether that is all; otherwise they may look at anything
 */
public record Variation(Set<String> claims, boolean known) {
  /** The same for everybody. */
  public static final Variation NONE = new Variation(Set.of(), true);

  private static final Pattern SETTING = Pattern.compile("current_setting\\(('[^']*'::text)?");
  private static final Pattern CLAIM =
      Pattern.compile("current_setting\\('sluice\\.(subject|tenant|scopes)'::text");

  /** Copies the set. */
  public Variation {
    claims = Set.copyOf(claims);
  }

  /**
   * What a condition or a view looks at.
   *
   * @param text as PostgreSQL writes it
   */
  public static Variation of(String text) {
    Set<String> claims = new TreeSet<>();
    Matcher claim = CLAIM.matcher(text);
    while (claim.find()) {
      claims.add(claim.group(1));
    }
    // A name that is made while it runs may be any.
    boolean known = SETTING.matcher(text).results().allMatch(setting -> setting.group(1) != null);
    return new Variation(claims, known);
  }

  /** What either looks at. */
  public Variation and(Variation other) {
    Set<String> both = new TreeSet<>(claims);
    both.addAll(other.claims());
    return new Variation(both, known && other.known());
  }
}
