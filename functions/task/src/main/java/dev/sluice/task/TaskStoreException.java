package dev.sluice.task;

/**
 * The store of tasks did not answer, or not in time: whether it did what was asked is not known.
 */
public final class TaskStoreException extends Exception {
  private static final long serialVersionUID = 1L;

  /** With what happened. */
  public TaskStoreException(String message) {
    super(message);
  }

  /** With what happened, and why. */
  public TaskStoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
