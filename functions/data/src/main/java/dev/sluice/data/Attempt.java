package dev.sluice.data;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One attempt to open a connection, on a thread of its own, so that it can be given up at any time:
 * one that an environment's freeze cut in two would hang until its time is up, and hold up the next
 * call. A connection that comes after that is closed.
 */
final class Attempt {
  private final Instant startedAt;
  private final long startNanos = System.nanoTime();
  private final CompletableFuture<Connection> result = new CompletableFuture<>();

  private final Thread thread;

  private Attempt(Instant startedAt, Callable<Connection> open) {
    this.startedAt = startedAt;
    this.thread = Thread.ofVirtual().name("connect").unstarted(() -> run(open));
  }

  static Attempt start(Instant now, Callable<Connection> open) {
    Attempt attempt = new Attempt(now, open);
    attempt.thread.start();
    return attempt;
  }

  /** When it began, by {@link System#nanoTime}. */
  long startNanos() {
    return startNanos;
  }

  /** Gives it up if it began longer ago than this, by the wall clock, however that was moved. */
  void giveUpAfter(Duration most, Instant now) {
    if (Duration.between(startedAt, now).abs().compareTo(most) > 0) {
      giveUp("the attempt to connect was cut in two by a freeze");
    }
  }

  /** The connection, waited for no longer than this. */
  Connection within(int millis) throws SQLException {
    try {
      return result.get(millis, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof SQLException cause
          ? cause
          : new SQLException(String.valueOf(e.getCause()), e.getCause());
    } catch (TimeoutException e) {
      giveUp("no answer within " + millis + " ms");
      return within(millis);
    } catch (InterruptedException e) {
      giveUp("interrupted");
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted while connecting", e);
    }
  }

  private void giveUp(String reason) {
    if (result.completeExceptionally(new SQLException(reason, "08001"))) {
      // Closes the socket that a virtual thread reads from (JEP 444).
      thread.interrupt();
    }
  }

  private void run(Callable<Connection> open) {
    try {
      Connection connection = open.call();
      if (!result.complete(connection)) {
        connection.close();
      }
    } catch (Exception e) {
      boolean _ = result.completeExceptionally(e);
    }
  }
}
