package dev.sluice.bench;

import dev.sluice.testkit.FunctionPool;
import dev.sluice.testkit.FunctionProcess;
import dev.sluice.testkit.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The environments of one function, started before the first call; they take turns. Safe for use by
 * several threads.
 */
final class Environments implements AutoCloseable {
  /** More would wait for each other. */
  private static final int AT_ONCE = 4;

  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  private final String name;
  private final FunctionPool.Starter starter;
  private final TraceRecorder recorder;
  private final List<FunctionProcess> all = new ArrayList<>();
  private final BlockingQueue<FunctionProcess> idle = new LinkedBlockingQueue<>();

  /**
   * Starts them, and waits until all are ready.
   *
   * @param name of the function, as alarms know it
   */
  Environments(String name, int count, FunctionPool.Starter starter, TraceRecorder recorder)
      throws IOException, InterruptedException {
    this.name = name;
    this.starter = starter;
    this.recorder = recorder;
    try {
      while (all.size() < count) {
        List<FunctionProcess> together = new ArrayList<>();
        for (int i = 0; i < Math.min(AT_ONCE, count - all.size()); i++) {
          together.add(starter.start());
        }
        all.addAll(together);
        for (FunctionProcess function : together) {
          idle.add(ready(function));
        }
      }
    } catch (IOException | InterruptedException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Invokes the one that has been idle for longest, and waits for one where all are busy. In the
   * place of one that ended comes a new one, as in Lambda.
   */
  Outcome invoke(byte[] event) throws InterruptedException {
    FunctionProcess function = idle.take();
    try {
      return recorder.invocation(name, () -> function.invoke(event));
    } finally {
      idle.add(function.isAlive() ? function : another());
    }
  }

  /** Kills one, which may be at work. */
  void killOne() {
    synchronized (all) {
      boolean _ =
          ProcessHandle.of(all.getLast().pid()).map(ProcessHandle::destroyForcibly).orElse(false);
    }
  }

  private FunctionProcess another() throws InterruptedException {
    try {
      FunctionProcess function = starter.start();
      synchronized (all) {
        all.add(function);
      }
      return ready(function);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private FunctionProcess ready(FunctionProcess function) throws InterruptedException {
    function.awaitReady(START_LIMIT);
    recorder.watch(function);
    return function;
  }

  @Override
  public void close() throws IOException {
    synchronized (all) {
      for (FunctionProcess function : all) {
        function.close();
      }
    }
  }
}
