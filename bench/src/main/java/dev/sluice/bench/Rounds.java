package dev.sluice.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * How several callers are measured side by side: a few calls of each in turn, round after round, so
 * that whatever else the machine does falls on all of them alike.
 *
 * @param warmUpCalls made by each caller before anything counts
 * @param rounds how often every caller has its turn
 * @param callsPerRound made in one turn
 */
record Rounds(int warmUpCalls, int rounds, int callsPerRound) {
  private static final int SIGNIFICANT_DIGITS = 3;

  /** The times of each caller, in nanoseconds. */
  List<Histogram> measure(List<Caller> callers, Progress progress)
      throws IOException, InterruptedException {
    for (Caller caller : callers) {
      for (int i = 0; i < warmUpCalls; i++) {
        long _ = caller.callNanos();
      }
    }
    List<Histogram> times = new ArrayList<>();
    callers.forEach(_ -> times.add(new Histogram(SIGNIFICANT_DIGITS)));
    for (int round = 1; round <= rounds; round++) {
      for (int i = 0; i < callers.size(); i++) {
        for (int call = 0; call < callsPerRound; call++) {
          times.get(i).recordValue(callers.get(i).callNanos());
        }
      }
      progress.at(round, rounds, " rounds");
    }
    return times;
  }
}
