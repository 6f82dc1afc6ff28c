package dev.sluice.task;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands until it is turned. */
public final class TestClock implements InstantSource {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-26T04:00:00.123456Z"));

  @Override
  public Instant instant() {
    return now.get();
  }

  /** Turns it on. */
  public void turn(Duration by) {
    now.updateAndGet(before -> before.plus(by));
  }
}
