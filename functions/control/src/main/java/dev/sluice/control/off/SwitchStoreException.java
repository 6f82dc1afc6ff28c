package dev.sluice.control.off;

import org.jspecify.annotations.Nullable;

/** What keeps switches did not answer, or not in time. */
public final class SwitchStoreException extends Exception {
  private static final long serialVersionUID = 1;

  /** For an operator: what could not be done, and why, without names of an account. */
  public SwitchStoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
