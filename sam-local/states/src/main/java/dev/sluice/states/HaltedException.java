package dev.sluice.states;

/** The execution, or the branch, is not to go on. */
final class HaltedException extends Exception {
  private static final long serialVersionUID = 1;

  private final boolean outOfTime;

  /**
   * It was halted.
   *
   * @param outOfTime whether the machine's own time is up
   */
  HaltedException(boolean outOfTime) {
    super(outOfTime ? "out of time" : "halted", null, false, false);
    this.outOfTime = outOfTime;
  }

  boolean outOfTime() {
    return outOfTime;
  }
}
