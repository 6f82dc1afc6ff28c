package dev.sluice.function.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.Deadline;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DeadlineGuardTest {
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final Duration LONG = Duration.ofSeconds(20);

  private final DeadlineGuard guard = new DeadlineGuard();
  private final CountDownLatch release = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);

  @Test
  void within_workThatEnds_isItsResult() throws Exception {
    assertThat(guard.within(deadline(LONG), () -> 7)).isEqualTo(7);
  }

  @Test
  void within_workThatThrows_isBrokenWithItsCause() {
    Error error = new StackOverflowError();
    assertThatThrownBy(
            () ->
                guard.within(
                    deadline(LONG),
                    () -> {
                      throw error;
                    }))
        .isInstanceOf(DeadlineGuard.Broken.class)
        .hasCause(error);
  }

  @Test
  void awaitGivenUp_workThatIgnoresItsInterrupt_waitsForItsEndAndNoLongerThanTheLimit()
      throws Exception {
    assertThatThrownBy(() -> guard.within(deadline(SHORT), this::ignoreInterrupts))
        .isInstanceOf(DeadlineGuard.Exceeded.class);

    guard.awaitGivenUp(SHORT);
    assertThat(ended.getCount()).as("it still works").isEqualTo(1);

    Thread releaser = Thread.ofVirtual().unstarted(release::countDown);
    releaser.start();
    guard.awaitGivenUp(LONG);
    assertThat(ended.getCount()).as("it has ended").isZero();
    releaser.join();
  }

  @Test
  void awaitGivenUp_nothingWasGivenUp_returnsAtOnce() throws Exception {
    assertThat(guard.within(deadline(LONG), () -> 7)).isEqualTo(7);
    long startNanos = System.nanoTime();
    guard.awaitGivenUp(LONG);
    assertThat(Duration.ofNanos(System.nanoTime() - startNanos)).isLessThan(LONG.dividedBy(2));
  }

  private int ignoreInterrupts() {
    boolean interrupted = false;
    while (true) {
      try {
        if (!release.await(LONG.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new IllegalStateException("nobody released it");
        }
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    ended.countDown();
    return interrupted ? 1 : 0;
  }

  private static Deadline deadline(Duration after) {
    return Deadline.after(after, InstantSource.system());
  }
}
