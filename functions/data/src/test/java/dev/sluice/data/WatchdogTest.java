package dev.sluice.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.telemetry.Metric;
import dev.sluice.telemetry.RecordingTelemetry;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.core.BaseConnection;

class WatchdogTest {
  private static final Timing SOON = new Timing(1, 20, 60, false);
  private static final Timing LATER = new Timing(1, 60_000, 60_000, false);

  private final RecordingTelemetry telemetry = new RecordingTelemetry();
  private final Watchdog watchdog = new Watchdog(telemetry);
  private final BlockingQueue<String> done = new LinkedBlockingQueue<>();
  private final CountDownLatch slow = new CountDownLatch(1);

  @AfterEach
  void close() {
    slow.countDown();
    watchdog.close();
  }

  @Test
  void watch_endedInTime_leavesTheConnectionAlone() throws InterruptedException {
    Watchdog.Watch watch = watchdog.watch(connection("a"), SOON);
    Watchdog.Watch later = watchdog.watch(connection("b"), LATER);
    assertThat(watch.end()).isTrue();
    assertThat(later.end()).isTrue();
    assertThat(done.poll(200, TimeUnit.MILLISECONDS)).isNull();
    assertThat(watch.stopped()).isFalse();
  }

  @Test
  void watch_overdue_isCancelledThenCut() throws InterruptedException {
    Watchdog.Watch watch = watchdog.watch(connection("a"), SOON);
    assertThat(next()).isEqualTo("cancel a");
    assertThat(watch.stopped()).isTrue();
    assertThat(next()).isEqualTo("abort a");
    assertThat(watch.wasCut()).isTrue();
    assertThat(watch.end()).isFalse();
    assertThat(telemetry.sum(Metric.STATEMENT_CANCELS)).isEqualTo(1);
  }

  @Test
  void end_whileACancelIsOnItsWay_saysThatTheConnectionIsSpoilt() throws InterruptedException {
    Watchdog.Watch watch = watchdog.watch(connection("slow"), SOON);
    assertThat(next()).isEqualTo("cancel slow");
    assertThat(watch.end()).as("the cancel could still hit the next statement").isFalse();
    assertThat(watch.wasCut()).isFalse();
  }

  @Test
  void watch_whileCancelsOfOthersHang_isOnTime() throws InterruptedException {
    for (int i = 0; i < 16; i++) {
      Watchdog.Watch _ = watchdog.watch(connection("slow"), new Timing(1, 5, 60_000, false));
    }
    for (int i = 0; i < 16; i++) {
      assertThat(next()).isEqualTo("cancel slow");
    }
    long startNanos = System.nanoTime();
    Watchdog.Watch _ = watchdog.watch(connection("a"), SOON);
    assertThat(List.of(next(), next())).containsExactly("cancel a", "abort a");
    assertThat(Duration.ofNanos(System.nanoTime() - startNanos)).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void watch_noLongerWanted_isCancelledThenCut() throws InterruptedException {
    AtomicInteger asked = new AtomicInteger();
    Watchdog.Watch watch =
        watchdog.watch(connection("a"), LATER, () -> asked.incrementAndGet() < 3);
    assertThat(next()).isEqualTo("cancel a");
    assertThat(asked).hasValue(3);
    assertThat(watch.isUnwanted()).isTrue();
    assertThat(next()).isEqualTo("abort a");
    assertThat(watch.end()).isFalse();
    assertThat(telemetry.sum(Metric.STATEMENT_CANCELS)).isEqualTo(1);
  }

  @Test
  void watch_askedForLongOrInVain_isOnTimeAndAsksOnceAtATime() throws InterruptedException {
    AtomicInteger asked = new AtomicInteger();
    Watchdog.Watch hanging =
        watchdog.watch(
            connection("a"),
            new Timing(1, 2_500, 2_600, false),
            () -> {
              asked.incrementAndGet();
              try {
                slow.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return true;
            });
    Watchdog.Watch failing =
        watchdog.watch(
            connection("b"),
            LATER,
            () -> {
              throw new IllegalStateException("cannot tell");
            });
    assertThat(List.of(next(), next())).containsExactly("cancel a", "abort a");
    assertThat(asked).hasValue(1);
    assertThat(hanging.isUnwanted()).isFalse();
    assertThat(failing.stopped()).isFalse();
    assertThat(failing.end()).isTrue();
  }

  private String next() throws InterruptedException {
    return String.valueOf(done.poll(10, TimeUnit.SECONDS));
  }

  /** A connection that can be cancelled, at "slow" only after long, and aborted. */
  private BaseConnection connection(String name) {
    return (BaseConnection)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {BaseConnection.class},
            (proxy, method, arguments) -> {
              switch (method.getName()) {
                case "cancelQuery" -> {
                  done.add("cancel " + name);
                  if (name.equals("slow")) {
                    slow.await();
                  }
                }
                case "abort" -> done.add("abort " + name);
                default -> throw new UnsupportedOperationException(method.getName());
              }
              return null;
            });
  }
}
