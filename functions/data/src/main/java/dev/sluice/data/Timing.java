package dev.sluice.data;

import java.time.Duration;

/**
 * When a statement is stopped: first by the server itself, then by our cancel, in the end by our
 * cut of the connection, which comes before the call's deadline.
 *
 * @param limitMillis what the server gives the statement, at least 1
 * @param cancelMillis after which a cancel is sent
 * @param cutMillis after which the connection is cut
 * @param curtailed whether the call's deadline left less than the tool's own limit
 */
record Timing(long limitMillis, long cancelMillis, long cutMillis, boolean curtailed) {
  /** What the server's own timeout gets before the cancel. */
  private static final long CANCEL_AFTER_MILLIS = 100;

  /** What timeout and cancel get before the cut. */
  private static final long CUT_AFTER_MILLIS = 350;

  /** What stays of the call's time after the cut: to say what happened. */
  private static final long ANSWER_MILLIS = 20;

  /** Less than this is not worth a statement. */
  static final Duration LEAST = Duration.ofMillis(ANSWER_MILLIS + 10);

  /**
   * The tool's own limit where the deadline leaves room for it; close to it, half of what is left.
   */
  static Timing of(int toolMillis, Duration remaining) {
    long roomMillis = Math.max(remaining.toMillis() - ANSWER_MILLIS, 2);
    long graceMillis = Math.min(CUT_AFTER_MILLIS, roomMillis / 2);
    long limitMillis = Math.min(toolMillis, roomMillis - graceMillis);
    return new Timing(
        limitMillis,
        limitMillis + graceMillis * CANCEL_AFTER_MILLIS / CUT_AFTER_MILLIS,
        limitMillis + graceMillis,
        limitMillis < toolMillis);
  }
}
