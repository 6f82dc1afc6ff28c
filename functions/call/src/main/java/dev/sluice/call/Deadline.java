package dev.sluice.call;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The moment by which a call must have been answered, read from a clock that a test can move.
 *
 * <p>Wall time, because Lambda states its own deadline so, and because a monotonic clock need not
 * advance while an environment is frozen.
 *
 * @param at the moment itself
 * @param clock what tells the time now; must be safe for use by several threads
 */
public record Deadline(Instant at, InstantSource clock) {

  /** A deadline as far ahead of the clock's present as given. */
  public static Deadline after(Duration remaining, InstantSource clock) {
    return new Deadline(clock.instant().plus(remaining), clock);
  }

  /** What is left, never negative. */
  public Duration remaining() {
    Duration left = Duration.between(clock.instant(), at);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** Whether nothing is left. */
  public boolean expired() {
    return remaining().isZero();
  }

  /** The same deadline, brought forward so that the given time stays for what comes after it. */
  public Deadline reserving(Duration reserve) {
    return new Deadline(at.minus(reserve), clock);
  }

  /** The shorter of what is left and the given limit. */
  public Duration atMost(Duration limit) {
    Duration left = remaining();
    return left.compareTo(limit) < 0 ? left : limit;
  }
}
