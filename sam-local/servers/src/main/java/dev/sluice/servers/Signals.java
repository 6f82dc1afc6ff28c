package dev.sluice.servers;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Signals to processes of ours, by the system's own command. */
final class Signals {
  private static final long LIMIT_SECONDS = 5;

  private Signals() {}

  /**
   * Sends one.
   *
   * @param signal its name, such as KILL
   */
  static void send(ProcessHandle process, String signal) {
    try {
      Process kill =
          new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid())).start();
      if (!kill.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new ServerException("kill -" + signal + " does not end", null);
      }
    } catch (IOException e) {
      throw new ServerException("kill -" + signal + " failed: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerException("interrupted while signalling a server", e);
    }
  }
}
