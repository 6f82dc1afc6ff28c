package dev.sluice.data;

import java.sql.SQLException;

/** A connection that was cut by us, because its server did not even answer a cancel. */
final class CutException extends SQLException {
  private static final long serialVersionUID = 1;

  private final transient Timing timing;

  CutException(Timing timing, SQLException cause) {
    super("no answer, not even to a cancel", cause.getSQLState(), cause);
    this.timing = timing;
  }

  /** When the statement should have ended. */
  Timing timing() {
    return timing;
  }
}
