package dev.sluice.npm;

import org.jspecify.annotations.Nullable;

/** What keeps another program from running; the message says why and what to do, without a stop. */
public final class ProgramException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ProgramException(String message) {
    this(message, null);
  }

  ProgramException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
