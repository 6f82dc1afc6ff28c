package dev.sluice.bench;

import java.io.Console;
import java.io.PrintStream;
import java.util.Optional;

/**
 * Tells a person how far a bench is, on standard error: one line that is written again and again on
 * a terminal, and about twenty lines in a log. Used by one thread at a time.
 */
final class Progress {
  private static final int LINES_IN_A_LOG = 20;

  private final PrintStream out;
  private final boolean terminal;
  private boolean open;

  private Progress(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  static Progress onStandardError() {
    boolean terminal =
        Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    return new Progress(System.err, terminal);
  }

  /** What is being done now. */
  void say(String line) {
    if (terminal) {
      out.print("\r\033[K" + line);
      open = true;
    } else {
      out.println(line);
    }
  }

  /** So many of so many are done. */
  void at(int done, int of, String more) {
    int step = Math.max(1, of / LINES_IN_A_LOG);
    if (terminal || done % step == 0 || done == of) {
      say(done + " of " + of + more);
    }
  }

  /** Leaves the line that was being written. */
  void end() {
    if (open) {
      out.println();
      open = false;
    }
  }
}
