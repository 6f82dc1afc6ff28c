package dev.sluice.function.mcp;

import dev.sluice.call.Deadline;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Gives a call up when its deadline has come, whatever it hangs in. Safe for use by several
 * threads.
 *
 * <p>What was given up is interrupted. Statements have a deadline of their own that is earlier, so
 * this is for what nobody foresaw.
 */
final class DeadlineGuard {
  private final ThreadFactory threads = Thread.ofVirtual().name("call-", 0).factory();
  private final Set<Thread> givenUp = ConcurrentHashMap.newKeySet();

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

  <T> T within(Deadline deadline, Callable<T> work) throws Exceeded, Broken {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = threads.newThread(task);
    thread.start();
    try {
      return task.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      giveUp(task, thread);
      throw new Exceeded();
    } catch (ExecutionException e) {
      throw new Broken(e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      giveUp(task, thread);
      Thread.currentThread().interrupt();
      throw new Broken(e);
    }
  }

  /** Waits until everything that was given up has ended, or the limit is over. */
  void awaitGivenUp(Duration limit) {
    long startNanos = System.nanoTime();
    try {
      for (Thread thread : givenUp) {
        Duration left = limit.minusNanos(System.nanoTime() - startNanos);
        if (!left.isPositive() || !thread.join(left)) {
          break;
        }
      }
      givenUp.removeIf(thread -> !thread.isAlive());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void giveUp(FutureTask<?> task, Thread thread) {
    givenUp.removeIf(other -> !other.isAlive());
    givenUp.add(thread);
    task.cancel(true);
  }
}
