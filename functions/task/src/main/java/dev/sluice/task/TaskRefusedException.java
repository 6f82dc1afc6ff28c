package dev.sluice.task;

/** A caller asked for what a task cannot do; the message says what to do instead. */
public final class TaskRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  /** With a message for the caller. */
  public TaskRefusedException(String message) {
    super(message);
  }
}
