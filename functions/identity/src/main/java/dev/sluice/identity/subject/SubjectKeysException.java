package dev.sluice.identity.subject;

import org.jspecify.annotations.Nullable;

/** Keys of subjects cannot be reached just now. The message names no subject. */
public final class SubjectKeysException extends Exception {
  private static final long serialVersionUID = 1;

  /** A problem, and what lies behind it. */
  public SubjectKeysException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
