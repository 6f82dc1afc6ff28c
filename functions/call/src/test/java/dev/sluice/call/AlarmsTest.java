package dev.sluice.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AlarmsTest {
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final Duration LONG = Duration.ofSeconds(20);

  private final Alarms alarms = new Alarms("test");
  private final CountDownLatch rang = new CountDownLatch(1);

  @AfterEach
  void close() {
    alarms.close();
  }

  @Test
  void set_timeIsOver_rings() throws InterruptedException {
    long startNanos = System.nanoTime();
    Alarms.Alarm alarm = alarms.set(SHORT, rang::countDown);
    assertThat(rang.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - startNanos)).isGreaterThanOrEqualTo(SHORT);
    assertThat(alarm.callOff()).isFalse();
  }

  @Test
  void set_soonerThanTheNextLook_ringsInItsOwnTime() throws InterruptedException {
    Alarms.Alarm _ = alarms.set(LONG, () -> {});
    Thread.sleep(SHORT);
    long startNanos = System.nanoTime();
    Alarms.Alarm _ = alarms.set(SHORT, rang::countDown);
    assertThat(rang.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - startNanos)).isLessThan(LONG.dividedBy(2));
  }

  @Test
  void set_afterAnotherWasCalledOff_rings() throws InterruptedException {
    assertThat(alarms.set(SHORT, () -> {}).callOff()).isTrue();
    Alarms.Alarm _ = alarms.set(SHORT.multipliedBy(2), rang::countDown);
    assertThat(rang.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void set_anotherOneHangs_ringsAllTheSame() throws InterruptedException {
    CountDownLatch release = new CountDownLatch(1);
    Alarms.Alarm _ =
        alarms.set(
            Duration.ZERO,
            () -> {
              try {
                release.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    Alarms.Alarm _ = alarms.set(SHORT, rang::countDown);
    assertThat(rang.await(20, TimeUnit.SECONDS)).isTrue();
    release.countDown();
  }

  @Test
  void callOff_beforeItsTime_neverRings() throws InterruptedException {
    Alarms.Alarm alarm = alarms.set(SHORT, rang::countDown);
    assertThat(alarm.callOff()).isTrue();
    assertThat(alarm.callOff()).isFalse();
    assertThat(rang.await(3 * SHORT.toMillis(), TimeUnit.MILLISECONDS)).isFalse();
  }

  @Test
  void set_closed_isRefused() {
    alarms.close();
    assertThatThrownBy(() -> alarms.set(SHORT, rang::countDown))
        .isInstanceOf(IllegalStateException.class);
  }
}
