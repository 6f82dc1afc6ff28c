package dev.sluice.cdk;

import org.jspecify.annotations.Nullable;

/** What a person has to mend; the message says what and how. */
final class CloudException extends RuntimeException {
  private static final long serialVersionUID = 1;

  CloudException(String message) {
    this(message, null);
  }

  CloudException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
