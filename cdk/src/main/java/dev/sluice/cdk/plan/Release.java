package dev.sluice.cdk.plan;

/** How a version gets its traffic. */
public sealed interface Release {

  /** All at once. */
  record AllAtOnce() implements Release {}

  /**
   * Some first, the rest when no alarm has rung.
   *
   * @param percent of the traffic that goes first
   * @param minutes until the rest follows
   */
  record Canary(int percent, int minutes) implements Release {}
}
