package dev.sluice.data;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Callers that ask again and again, each on a thread of its own, and what came of every call. */
final class Load implements AutoCloseable {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Future<?>> callers = new ArrayList<>();
  private final Queue<Outcome> outcomes = new ConcurrentLinkedQueue<>();
  private volatile boolean over;

  /**
   * One call.
   *
   * @param startNanos by {@link System#nanoTime}
   * @param rows null when it failed
   * @param error null when it did not
   */
  record Outcome(
      long startNanos, long tookMillis, @Nullable Rows rows, @Nullable DataException error) {}

  /** Starts callers that rest so long after an answer, and so long after an error. */
  void start(int count, Duration rest, Duration restAfterError, Callable<Rows> call) {
    for (int i = 0; i < count; i++) {
      callers.add(threads.submit(() -> repeat(call, rest, restAfterError)));
    }
  }

  /** Ends it; all calls, in no order. */
  List<Outcome> end() throws InterruptedException, ExecutionException {
    over = true;
    for (Future<?> caller : callers) {
      caller.get();
    }
    return List.copyOf(outcomes);
  }

  static List<Outcome> errors(List<Outcome> outcomes) {
    return outcomes.stream().filter(outcome -> outcome.error() != null).toList();
  }

  /** In the order of time. */
  static List<Outcome> from(long nanos, List<Outcome> outcomes) {
    return outcomes.stream().filter(outcome -> outcome.startNanos() - nanos >= 0).toList();
  }

  /** Of a hundred calls, the slowest five took at least this. */
  static long p95Millis(List<Outcome> outcomes) {
    List<Long> sorted = outcomes.stream().map(Outcome::tookMillis).sorted().toList();
    return sorted.get(sorted.size() * 95 / 100);
  }

  static void rest(Duration time) {
    LockSupport.parkNanos(time.toNanos());
  }

  @Override
  public void close() {
    over = true;
    threads.close();
  }

  private Void repeat(Callable<Rows> call, Duration rest, Duration restAfterError)
      throws Exception {
    while (!over) {
      long startNanos = System.nanoTime();
      Rows rows = null;
      DataException error = null;
      try {
        rows = call.call();
      } catch (DataException e) {
        error = e;
      }
      long tookMillis = (System.nanoTime() - startNanos) / 1_000_000;
      outcomes.add(new Outcome(startNanos, tookMillis, rows, error));
      rest(error == null ? rest : restAfterError);
    }
    return null;
  }
}
