package dev.sluice.cache;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** The wall's clock, which a test may turn on, as a freeze does. */
final class TurnedClock implements InstantSource {
  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

  @Override
  public Instant instant() {
    return Instant.now().plus(ahead.get());
  }

  void turn(Duration by) {
    ahead.accumulateAndGet(by, Duration::plus);
  }
}
