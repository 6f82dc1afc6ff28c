package dev.sluice.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Processes that end with whoever started them, also when the JVM is told to end. Thread-safe. */
final class Children implements AutoCloseable {
  private static final long STOP_LIMIT_SECONDS = 5;

  private final List<Process> processes = new ArrayList<>();
  private final Thread killer = new Thread(this::kill, "children-killer");

  Children() {
    Runtime.getRuntime().addShutdownHook(killer);
  }

  synchronized Process keep(Process process) {
    processes.add(process);
    return process;
  }

  @Override
  public synchronized void close() {
    kill();
    try {
      for (Process process : processes) {
        if (!process.waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      }
      Runtime.getRuntime().removeShutdownHook(killer);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IllegalStateException _) {
      // This JVM is shutting down: the hook finds the processes ended.
    }
  }

  private synchronized void kill() {
    processes.forEach(Process::destroy);
  }
}
