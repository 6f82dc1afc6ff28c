package dev.sluice.states.machine;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a state is tried again.
 *
 * @param maxAttempts retries, the first try not counted; 0 is none
 * @param maxDelaySeconds null for no bound
 * @param fullJitter whether the delay is drawn from zero to what it would be
 */
public record Retrier(
    ErrorNames errors,
    int intervalSeconds,
    int maxAttempts,
    double backoffRate,
    @Nullable Integer maxDelaySeconds,
    boolean fullJitter) {
  /** States Language, "Retrying after error": what holds where a field is left out. */
  static final int DEFAULT_INTERVAL_SECONDS = 1;

  static final int DEFAULT_MAX_ATTEMPTS = 3;
  static final double DEFAULT_BACKOFF_RATE = 2.0;

  private static final double MILLIS_PER_SECOND = 1_000;

  /**
   * How long to wait before a retry.
   *
   * @param retry 0 for the first
   * @param drawn from 0 to 1, for the jitter
   */
  public Duration delay(int retry, double drawn) {
    double seconds = intervalSeconds * Math.pow(backoffRate, retry);
    if (maxDelaySeconds != null) {
      seconds = Math.min(seconds, maxDelaySeconds);
    }
    return Duration.ofMillis(
        Math.round((fullJitter ? seconds * drawn : seconds) * MILLIS_PER_SECOND));
  }
}
