package dev.sluice.cache;

import org.jspecify.annotations.Nullable;

/** A store that did not answer, or not in time. The call goes on without it. */
public final class StoreException extends Exception {
  private static final long serialVersionUID = 1;

  /** For an operator: what failed, without keys and values. */
  public StoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
