package dev.sluice.task.step;

/**
 * An attempt ended before its work did: it was out of time, or another began. The step may be
 * called again. A state machine knows it by its name.
 */
public final class TaskInterrupted extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With what interrupted it. */
  public TaskInterrupted(String message) {
    super(message);
  }
}
