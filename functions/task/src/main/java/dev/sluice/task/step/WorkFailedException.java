package dev.sluice.task.step;

/** A task's work cannot be done, however often it is tried. */
public final class WorkFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int code;

  /**
   * With what its owner is told.
   *
   * @param code JSON-RPC's
   * @param message what happened, and what to do instead
   */
  public WorkFailedException(int code, String message) {
    super(message);
    this.code = code;
  }

  /** JSON-RPC's code. */
  public int code() {
    return code;
  }
}
