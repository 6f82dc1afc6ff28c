package dev.sluice.testkit;

/** The function as a whole failed: no invocation can be answered any more, or one was never. */
public final class FunctionFailure extends RuntimeException {

  /** How the function failed. */
  public enum Kind {
    /** The runtime reported an error before it was ready, or before the checkpoint. */
    INIT_ERROR,
    /** The runtime reported an error of its hooks after the restore. */
    RESTORE_ERROR,
    /** The process ended without a report. */
    EXITED,
    /** What was waited for did not happen in time. */
    TIMED_OUT
  }

  private final Kind kind;
  private final String errorType;

  FunctionFailure(Kind kind, String errorType, String message, String output) {
    super(
        kind
            + (errorType.isEmpty() ? "" : " " + errorType)
            + ": "
            + message
            + (output.isEmpty() ? "" : "\n--- output of the function ---\n" + output));
    this.kind = kind;
    this.errorType = errorType;
  }

  /** How the function failed. */
  public Kind kind() {
    return kind;
  }

  /** The error's type as the runtime reported it; empty unless it reported one. */
  public String errorType() {
    return errorType;
  }
}
