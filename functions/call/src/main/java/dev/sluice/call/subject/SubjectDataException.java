package dev.sluice.call.subject;

import org.jspecify.annotations.Nullable;

/** A store that holds data on subjects did not answer, or not in time. Nothing is known of it. */
public final class SubjectDataException extends Exception {
  private static final long serialVersionUID = 1L;

  /** For an operator: what failed, without a name and without what is held. */
  public SubjectDataException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
