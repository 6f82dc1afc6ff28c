package dev.sluice.states;

import java.time.Instant;
import java.util.Optional;

/**
 * How an execution stands.
 *
 * @param input as JSON
 * @param stopped empty while it runs
 * @param output as JSON; only where it succeeded
 * @param error only where it did not
 */
public record ExecutionDescription(
    String arn,
    String machineArn,
    String name,
    Status status,
    String input,
    Instant started,
    Optional<Instant> stopped,
    Optional<String> output,
    Optional<String> error,
    Optional<String> cause) {
  /** Where an execution can stand, by the names of the wire. */
  public enum Status {
    RUNNING,
    SUCCEEDED,
    FAILED,
    TIMED_OUT,
    ABORTED
  }
}
