package dev.sluice.control.off;

import java.time.Instant;

/**
 * What is switched off.
 *
 * @param why shown to whoever is refused; empty where nothing was said, at most {@value
 *     #MOST_WHY_CHARS} characters
 * @param since when
 */
public record Switch(Target target, String why, Instant since) {
  /** A sentence. */
  public static final int MOST_WHY_CHARS = 512;

  /** Throws {@link IllegalArgumentException} on a reason that is too long. */
  public Switch {
    if (why.length() > MOST_WHY_CHARS) {
      throw new IllegalArgumentException(
          "a reason of " + why.length() + " characters: keep it to " + MOST_WHY_CHARS);
    }
  }

  /** What a caller who meets it is told. */
  public String message() {
    return switch (target.kind()) {
          case TOOL -> "The tool '" + target.name() + "' is";
          case TENANT -> "Your tenant is";
          case PRINCIPAL -> "You are";
        }
        + " switched off since "
        + since
        + (why.isEmpty() ? "." : ": " + why + (why.endsWith(".") ? "" : "."))
        + " Ask the owner of this server.";
  }
}
