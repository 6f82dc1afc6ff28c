package dev.sluice.data;

import dev.sluice.telemetry.Metric;
import dev.sluice.telemetry.Telemetry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.postgresql.PGConnection;

/**
 * The deadline on our side of the wire: cancels a statement on the server that the server itself
 * did not stop in time, and cuts the connection when even that is of no use. Safe for use by
 * several threads.
 */
final class Watchdog implements AutoCloseable {
  /** What the server's own {@code statement_timeout} gets before we step in. */
  static final Duration CANCEL_AFTER = Duration.ofMillis(100);

  /** What a cancel gets to take effect. */
  static final Duration CUT_AFTER = Duration.ofMillis(350);

  private final ScheduledThreadPoolExecutor timer;
  private final Telemetry telemetry;

  Watchdog(Telemetry telemetry) {
    this.telemetry = telemetry;
    this.timer =
        new ScheduledThreadPoolExecutor(
            2, Thread.ofPlatform().daemon().name("watchdog-", 0).factory());
    timer.setRemoveOnCancelPolicy(true);
  }

  /** Watches a connection until the result is closed. */
  Watch watch(Connection connection, Duration limit) {
    ScheduledFuture<?> cancel =
        timer.schedule(
            () -> cancel(connection), limit.plus(CANCEL_AFTER).toMillis(), TimeUnit.MILLISECONDS);
    ScheduledFuture<?> cut =
        timer.schedule(
            () -> cut(connection), limit.plus(CUT_AFTER).toMillis(), TimeUnit.MILLISECONDS);
    return () -> {
      cancel.cancel(false);
      cut.cancel(false);
    };
  }

  private void cancel(Connection connection) {
    telemetry.measure(Metric.STATEMENT_CANCELS, 1);
    try {
      connection.unwrap(PGConnection.class).cancelQuery();
    } catch (SQLException e) {
      // The server cannot be reached for a cancel either; the cut follows.
      cut(connection);
    }
  }

  private static void cut(Connection connection) {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      throw new IllegalStateException("abort of a connection failed", e);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  /** One statement being watched. */
  @FunctionalInterface
  interface Watch extends AutoCloseable {
    @Override
    void close();
  }
}
