package dev.sluice.task.step;

/**
 * A task has had all its attempts. Calling the step again comes to the same. A state machine knows
 * it by its name.
 */
public final class TaskExhausted extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With how many there were. */
  public TaskExhausted(String message) {
    super(message);
  }
}
