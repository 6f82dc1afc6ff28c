package dev.sluice.task.step;

import dev.sluice.telemetry.Fault;

/**
 * The store of tasks, or what the work needs, was away. The step may be called again. A state
 * machine knows it by its name.
 */
public final class TaskUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * With what was away, and why. The cause is told and not kept: Lambda logs all of what is thrown,
   * and a driver's message may quote a row.
   */
  public TaskUnavailable(String message, Throwable cause) {
    super(message + ": " + Fault.of(cause));
  }
}
