package dev.sluice.gateway;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What was started and must be ended, newest first, however the process ends: by an error, by
 * Ctrl-C or by SIGTERM, also in the middle of starting. Safe for use by several threads.
 */
final class Parts implements AutoCloseable {
  /** What a start under way may take to come to a point where it can be ended. */
  private static final long START_LIMIT_SECONDS = 90;

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final CountDownLatch settled = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean stopping;

  Parts() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
  }

  /** Takes a part into care, and goes no further when the process is about to end. */
  <T extends AutoCloseable> T keep(T part) {
    synchronized (parts) {
      parts.push(part);
    }
    if (stopping) {
      throw new CommandException("stopped while starting");
    }
    return part;
  }

  /** Everything is started. */
  void started() {
    settled.countDown();
  }

  /** Waits until the process is being ended and all parts are. */
  void awaitEnd() throws InterruptedException {
    ended.await();
  }

  /** Ends everything; does nothing the second time. */
  @Override
  public void close() {
    settled.countDown();
    RuntimeException failure = null;
    synchronized (parts) {
      while (!parts.isEmpty()) {
        try {
          parts.pop().close();
        } catch (Exception e) {
          failure = failure == null ? new CommandException("not all was ended: " + e, e) : failure;
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private void stop() {
    stopping = true;
    try {
      boolean _ = settled.await(START_LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    close();
    ended.countDown();
  }
}
