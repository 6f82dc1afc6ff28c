package dev.sluice.attacks;

import java.util.regex.Pattern;

/** How the success of an attack is seen. Each kind is a directive in the attacks' files. */
sealed interface Oracle {
  /** {@code tells}: a cell, a notice or an error that came back matches. */
  record Tells(Pattern secret) implements Oracle {}

  /** {@code changed}: a query of the superuser's answers differently than before. */
  record Changed(String query) implements Oracle {}

  /** {@code session}: a query on the connection that was used answers differently than before. */
  record Left(String query) implements Oracle {}

  /** {@code slower}: it took as long as the attacker wanted. */
  record Slower(int millis) implements Oracle {}

  /** {@code larger}: so many bytes came over the wire. */
  record Larger(long bytes) implements Oracle {}

  /** {@code blocks}: somebody else's statement has to wait, during the attack or after it. */
  record Blocks(String statement) implements Oracle {}

  /** {@code hears}: who listens on the channel is told. */
  record Hears(String channel) implements Oracle {}

  /** Whether a directive of this name is an oracle. */
  static boolean isNamed(String word) {
    return switch (word) {
      case "tells", "changed", "session", "slower", "larger", "blocks", "hears" -> true;
      default -> false;
    };
  }

  /** Reads a directive. Throws {@link IllegalArgumentException} when it is none. */
  static Oracle of(SqlFile.Directive directive) {
    String rest = directive.rest();
    return switch (directive.word()) {
      case "tells" -> new Tells(Pattern.compile(rest));
      case "changed" -> new Changed(rest);
      case "session" -> new Left(rest);
      case "slower" -> new Slower(Integer.parseInt(rest));
      case "larger" -> new Larger(Long.parseLong(rest));
      case "blocks" -> new Blocks(rest);
      case "hears" -> new Hears(rest);
      default -> throw new IllegalArgumentException("no oracle: " + directive);
    };
  }
}
