package dev.sluice.function.ops.release;

/** Who waits for a verdict on a version. */
@FunctionalInterface
public interface Verdicts {

  /** Tells whether a version may have traffic. Throws a runtime exception where nobody hears it. */
  void tell(String deploymentId, String executionId, boolean good);
}
