package dev.sluice.function.mcp;

import dev.sluice.call.Deadline;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("call-", 0).factory());

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
    Future<T> future = threads.submit(work);
    try {
      return future.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      future.cancel(true);
      throw new Exceeded();
    } catch (ExecutionException e) {
      throw new Broken(e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      future.cancel(true);
      Thread.currentThread().interrupt();
      throw new Broken(e);
    }
  }
}
