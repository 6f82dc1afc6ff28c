package dev.sluice.npm;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Another program, run to its end: it never outlives this process, nor its time. */
public final class Program {
  private Program() {}

  /**
   * Runs it, and gives its status.
   *
   * @throws ProgramException when it is not there, or takes too long
   */
  public static int run(ProcessBuilder program, Duration limit, String ifMissing)
      throws InterruptedException {
    Process process;
    try {
      process = program.start();
    } catch (IOException e) {
      throw new ProgramException(ifMissing + " (" + e.getMessage() + ")", e);
    }
    Thread end = new Thread(() -> end(process), "end-" + process.pid());
    Runtime.getRuntime().addShutdownHook(end);
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new ProgramException(
            "'"
                + String.join(" ", program.command())
                + "' had not ended after "
                + limit.toSeconds()
                + " s");
      }
      return process.exitValue();
    } finally {
      end(process);
      forget(end);
    }
  }

  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending, and the hook runs.
    }
  }
}
