package dev.sluice.task.step;

/**
 * The store of tasks, or what the work needs, was away. The step may be called again. A state
 * machine knows it by its name.
 */
public final class TaskUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With what was away, and why. */
  public TaskUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
