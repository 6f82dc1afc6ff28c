package dev.sluice.tool.declared;

/** Tells where in a statement something is, for whoever mends it. */
final class StatementPlace {
  private static final int SHOWN_CHARS = 40;

  private StatementPlace() {}

  /**
   * The line of the statement, and what stands there.
   *
   * @param position of a {@code char} in the text, from 1; outside the text it is not known
   */
  static String of(String text, int position) {
    if (position < 1 || position > text.length()) {
      return "Mend 'sql', and try it in psql";
    }
    long line = text.substring(0, position - 1).lines().count();
    boolean atStart = position == 1 || text.charAt(position - 2) == '\n';
    String rest = text.substring(position - 1).lines().findFirst().orElse("");
    return "Look at line %d of the statement, from '%s' on"
        .formatted(
            atStart ? line + 1 : line,
            rest.length() > SHOWN_CHARS ? rest.substring(0, SHOWN_CHARS) : rest);
  }
}
