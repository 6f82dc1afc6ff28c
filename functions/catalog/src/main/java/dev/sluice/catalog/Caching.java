package dev.sluice.catalog;

import java.util.List;

/**
 * Whether a tool's answers are kept.
 *
 * @param on whether they are
 * @param tags under which they can be thrown away together
 */
public record Caching(boolean on, List<String> tags) {
  /** What a tool gets that declares none: kept, within its {@code max_age_seconds}. */
  public static final Caching DEFAULT = new Caching(true, List.of());

  /** What a tag looks like. */
  public static final String TAG_FORM = Names.SCOPE_REMEDY;

  /** Whether a text may be a tag. */
  public static boolean isTag(String text) {
    return Names.TAGS.form().test(text);
  }

  /** Copies the list. */
  public Caching {
    tags = List.copyOf(tags);
  }
}
