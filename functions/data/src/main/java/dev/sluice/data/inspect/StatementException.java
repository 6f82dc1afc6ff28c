package dev.sluice.data.inspect;

import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL does not take a statement. The message is PostgreSQL's own, with its hint: fit for the
 * statement's owner, not for a caller.
 */
public final class StatementException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int position;

  /**
   * Says what is wrong and where.
   *
   * @param position as {@link #position()} gives it
   */
  public StatementException(String message, int position, @Nullable Throwable cause) {
    super(message, cause);
    this.position = position;
  }

  /**
   * Where in the template's text: its {@code char}, counted from 1; 0 when PostgreSQL does not say.
   */
  public int position() {
    return position;
  }
}
