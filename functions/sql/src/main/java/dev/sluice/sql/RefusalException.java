package dev.sluice.sql;

/**
 * Ends the walk over a statement. Its place is still a byte of the text, as the tree has it.
 *
 * <p>Without a stack trace: it says nothing, and a refusal is an ordinary answer.
 */
final class RefusalException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String construct;
  private final int offset;
  private final String remedy;

  /**
   * A refusal.
   *
   * @param construct what is refused
   * @param offset the byte where it starts, from 0; -1 when unknown
   * @param reason why
   * @param remedy what to write instead
   */
  RefusalException(String construct, int offset, String reason, String remedy) {
    super(reason, null, false, false);
    this.construct = construct;
    this.offset = offset;
    this.remedy = remedy;
  }

  int offset() {
    return offset;
  }

  Verdict.Refused at(int position) {
    return new Verdict.Refused(construct, position, String.valueOf(getMessage()), remedy);
  }
}
