package dev.sluice.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class DeadlineTest {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-24T12:00:00Z"));

  @Test
  void remaining_clockMoves_shrinksToZeroAndNoFurther() {
    Deadline deadline = Deadline.after(Duration.ofSeconds(2), now::get);
    now.set(now.get().plusMillis(1500));
    assertThat(deadline.remaining()).isEqualTo(Duration.ofMillis(500));
    assertThat(deadline.expired()).isFalse();
    now.set(now.get().plusSeconds(3600));
    assertThat(deadline.remaining()).isEqualTo(Duration.ZERO);
    assertThat(deadline.expired()).isTrue();
  }

  @Test
  void reserving_halfASecond_bringsTheDeadlineForward() {
    Deadline deadline = Deadline.after(Duration.ofSeconds(2), now::get);
    assertThat(deadline.reserving(Duration.ofMillis(500)).remaining())
        .isEqualTo(Duration.ofMillis(1500));
  }

  @Test
  void atMost_limitBelowAndAboveTheRest_takesTheShorter() {
    Deadline deadline = Deadline.after(Duration.ofSeconds(2), now::get);
    assertThat(deadline.atMost(Duration.ofSeconds(1))).isEqualTo(Duration.ofSeconds(1));
    assertThat(deadline.atMost(Duration.ofSeconds(9))).isEqualTo(Duration.ofSeconds(2));
  }
}
