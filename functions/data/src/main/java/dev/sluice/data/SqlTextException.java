package dev.sluice.data;

/** A SQL text that Sluice does not send: not exactly one statement, or one that never ends. */
public final class SqlTextException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What is wrong with the text. */
  public SqlTextException(String message) {
    super(message);
  }
}
