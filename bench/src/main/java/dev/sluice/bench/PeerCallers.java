package dev.sluice.bench;

import dev.sluice.bench.PeersTable.Sum;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;

/**
 * Some connections to one tool of one server, all of them busy while it is their turn. The CPU is
 * that of the server's process, user and system. Used by one thread at a time.
 */
final class PeerCallers implements AutoCloseable {
  private final ProcessHandle server;
  private final List<HttpCaller> callers = new ArrayList<>();
  private final ExecutorService threads;

  PeerCallers(ProcessHandle server, int port, String tool, OrderQuestions questions, int count)
      throws IOException {
    this.server = server;
    this.threads = Executors.newFixedThreadPool(count);
    for (int i = 0; i < count; i++) {
      callers.add(new HttpCaller(port, questions.to(tool, i)));
    }
  }

  /** Calls as fast as answers come, until the time is over. */
  Sum turn(Duration length) throws IOException, InterruptedException {
    long cpuBefore = cpuNanos();
    long startNanos = System.nanoTime();
    List<Callable<Histogram>> work = new ArrayList<>();
    for (HttpCaller caller : callers) {
      work.add(() -> call(caller, startNanos + length.toNanos()));
    }
    Histogram times = new Histogram(3);
    for (Future<Histogram> done : threads.invokeAll(work)) {
      try {
        times.add(done.get());
      } catch (ExecutionException e) {
        throw new IOException("a caller ended: " + e.getCause(), e);
      }
    }
    return new Sum(times, cpuNanos() - cpuBefore, System.nanoTime() - startNanos);
  }

  @Override
  public void close() throws IOException {
    threads.shutdownNow();
    for (HttpCaller caller : callers) {
      caller.close();
    }
  }

  private static Histogram call(HttpCaller caller, long endNanos) throws IOException {
    Histogram times = new Histogram(3);
    while (System.nanoTime() < endNanos) {
      times.recordValue(caller.callNanos());
    }
    return times;
  }

  private long cpuNanos() throws IOException {
    return server
        .info()
        .totalCpuDuration()
        .orElseThrow(() -> new IOException("the server ended, or its CPU time is not to be had"))
        .toNanos();
  }
}
