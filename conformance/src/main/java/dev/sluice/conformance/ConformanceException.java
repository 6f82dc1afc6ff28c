package dev.sluice.conformance;

import org.jspecify.annotations.Nullable;

/** What keeps the suite from running; the message says why and what to do, without a stop. */
public final class ConformanceException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ConformanceException(String message) {
    this(message, null);
  }

  ConformanceException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
