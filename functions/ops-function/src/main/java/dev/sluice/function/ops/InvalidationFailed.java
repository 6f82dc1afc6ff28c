package dev.sluice.function.ops;

import org.jspecify.annotations.Nullable;

/** An event was not done. The message says what was wrong with it, or what did not answer. */
public final class InvalidationFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidationFailed(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
