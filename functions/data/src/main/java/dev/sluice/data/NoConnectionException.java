package dev.sluice.data;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A server that gave no connection, as against one whose connection broke in use. */
final class NoConnectionException extends SQLException {
  private static final long serialVersionUID = 1;

  private final Kind kind;

  /** Why there is none. */
  enum Kind {
    /** It does not answer, or lets nobody in. */
    UNREACHABLE,
    /** It answers that it has too many connections already. */
    FULL,
    /** Ours to it are all in use. */
    EXHAUSTED,
    /** The call's time was up before it was clear. */
    OUT_OF_TIME
  }

  NoConnectionException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  Kind kind() {
    return kind;
  }
}
