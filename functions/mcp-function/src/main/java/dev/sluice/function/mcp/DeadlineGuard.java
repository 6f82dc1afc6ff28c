package dev.sluice.function.mcp;

import dev.sluice.call.Deadline;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Gives a call up when its deadline has come, whatever it hangs in. Safe for use by several
 * threads.
 *
 * <p>What was given up is interrupted. Statements have a deadline of their own that is earlier, so
 * this is for what nobody foresaw.
 *
 * <p>Work is done by platform threads, which are kept: a call waits for sockets and little else,
 * and each wait of a virtual thread is a detour over the poller's thread.
 */
final class DeadlineGuard {
  private final Executor threads =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("call-", 0).factory());
  private final Set<Work<?>> givenUp = ConcurrentHashMap.newKeySet();

  /** The work did not end in time. */
  static final class Exceeded extends Exception {
    private static final long serialVersionUID = 1;
  }

  /** The work threw; the cause says what. */
  static final class Broken extends Exception {
    private static final long serialVersionUID = 1;

    Broken(Throwable cause) {
      super(cause);
    }
  }

  /** Knows when it has ended, which a future that was given up does not tell. */
  private static final class Work<T> extends FutureTask<T> {
    private final CountDownLatch ended = new CountDownLatch(1);

    Work(Callable<T> callable) {
      super(callable);
    }

    @Override
    public void run() {
      try {
        super.run();
      } finally {
        ended.countDown();
      }
    }

    boolean hasEnded() {
      return ended.getCount() == 0;
    }
  }

  <T> T within(Deadline deadline, Callable<T> callable) throws Exceeded, Broken {
    Work<T> work = new Work<>(callable);
    threads.execute(work);
    try {
      return work.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      giveUp(work);
      throw new Exceeded();
    } catch (ExecutionException e) {
      throw new Broken(e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      giveUp(work);
      Thread.currentThread().interrupt();
      throw new Broken(e);
    }
  }

  /** Waits until everything that was given up has ended, or the limit is over. */
  void awaitGivenUp(Duration limit) {
    long startNanos = System.nanoTime();
    try {
      for (Work<?> work : givenUp) {
        Duration left = limit.minusNanos(System.nanoTime() - startNanos);
        if (!left.isPositive() || !work.ended.await(left.toNanos(), TimeUnit.NANOSECONDS)) {
          break;
        }
      }
      givenUp.removeIf(Work::hasEnded);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void giveUp(Work<?> work) {
    givenUp.removeIf(Work::hasEnded);
    givenUp.add(work);
    boolean _ = work.cancel(true);
  }
}
