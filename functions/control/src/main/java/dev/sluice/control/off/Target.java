package dev.sluice.control.off;

import java.util.Locale;
import java.util.Optional;

/**
 * What can be switched off.
 *
 * @param kind of what
 * @param name of the tool, the tenant, or the subject, whatever its tenant; 1 to {@value
 *     #MOST_NAME_CHARS} characters
 */
public record Target(Kind kind, String name) {
  /** More than any issuer's subject has. */
  public static final int MOST_NAME_CHARS = 512;

  /** Kinds of targets. */
  public enum Kind {
    /** For every caller. */
    TOOL,
    /** All that any of its callers asks. */
    TENANT,
    /** All that a subject asks. */
    PRINCIPAL;

    /** As it is written. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Throws {@link IllegalArgumentException} on a name of another length. */
  public Target {
    if (name.isBlank() || name.length() > MOST_NAME_CHARS) {
      throw new IllegalArgumentException(
          "a name of " + name.length() + " characters: write 1 to " + MOST_NAME_CHARS);
    }
  }

  /** What {@code tool:NAME}, {@code tenant:NAME} or {@code principal:NAME} says; else empty. */
  public static Optional<Target> parse(String text) {
    for (Kind kind : Kind.values()) {
      String prefix = kind.word() + ":";
      if (text.startsWith(prefix)) {
        String name = text.substring(prefix.length());
        return name.isBlank() || name.length() > MOST_NAME_CHARS
            ? Optional.empty()
            : Optional.of(new Target(kind, name));
      }
    }
    return Optional.empty();
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return kind.word() + ":" + name;
  }
}
