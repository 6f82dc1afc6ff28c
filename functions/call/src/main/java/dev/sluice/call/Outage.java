package dev.sluice.call;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The breaker of what is asked over the network: what is known of a server's failures, and so
 * whether to ask it first. Safe for use by several threads.
 *
 * <p>A server that failed is left alone for a while, longer each time. Then one call, and not all
 * of them, is sent to see whether it is back.
 */
public final class Outage {
  private static final Duration FIRST = Duration.ofSeconds(1);

  /** So long at most after its return a server is used again. */
  public static final Duration MOST = Duration.ofSeconds(10);

  /** Failures this close together are one: many threads see the same. */
  private static final Duration ONE_FAILURE = Duration.ofMillis(500);

  private static final State NONE = new State(0, Instant.MIN, Instant.MIN);

  private final InstantSource clock;
  private final AtomicReference<State> state = new AtomicReference<>(NONE);

  private record State(int failures, Instant failedAt, Instant until) {}

  /** Nothing failed so far. */
  public Outage(InstantSource clock) {
    this.clock = clock;
  }

  /** Whether it has not answered since it last failed. */
  public boolean isSuspected() {
    return state.get().failures() > 0;
  }

  /** Whether a call may be sent to see; of several that ask at once, one is told so. */
  public boolean mayTry() {
    State seen = state.get();
    Instant now = clock.instant();
    // A wall clock that was set back must not make it longer.
    boolean over = !now.isBefore(seen.until()) || now.plus(MOST).isBefore(seen.until());
    return over
        && state.compareAndSet(seen, new State(seen.failures(), seen.failedAt(), now.plus(FIRST)));
  }

  /** It did not answer. */
  public void failed() {
    Instant now = clock.instant();
    state.updateAndGet(seen -> after(seen, now));
  }

  /** Forgets what was: it answers, or it is long ago. */
  public void over() {
    state.set(NONE);
  }

  private static State after(State seen, Instant now) {
    if (seen.failures() > 0 && now.isBefore(seen.failedAt().plus(ONE_FAILURE))) {
      return seen;
    }
    Duration span = FIRST.multipliedBy(1L << Math.min(seen.failures(), 4));
    return new State(seen.failures() + 1, now, now.plus(span.compareTo(MOST) < 0 ? span : MOST));
  }
}
