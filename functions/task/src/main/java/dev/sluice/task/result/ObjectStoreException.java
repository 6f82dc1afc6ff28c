package dev.sluice.task.result;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A store of objects did not do what it was asked, or not in time: whether it will have is not
 * known. The message is for an operator.
 */
public final class ObjectStoreException extends IOException {
  private static final long serialVersionUID = 1L;

  /** With what was asked, and why it was not done. */
  public ObjectStoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
