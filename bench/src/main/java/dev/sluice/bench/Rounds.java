package dev.sluice.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * How several callers are measured side by side: a few calls of each in turn, round after round, so
 * that whatever else the machine does falls on all of them alike.
 *
 * @param warmUpRounds before anything counts
 * @param rounds that count
 * @param callsPerRound made in one turn
 */
record Rounds(int warmUpRounds, int rounds, int callsPerRound) {
  private static final int SIGNIFICANT_DIGITS = 3;

  /** The times of each caller, in nanoseconds. */
  List<Histogram> measure(List<Caller> callers, Progress progress)
      throws IOException, InterruptedException {
    List<Histogram> times = new ArrayList<>();
    callers.forEach(_ -> times.add(new Histogram(SIGNIFICANT_DIGITS)));
    for (int round = 1; round <= warmUpRounds + rounds; round++) {
      for (int i = 0; i < callers.size(); i++) {
        for (int call = 0; call < callsPerRound; call++) {
          long nanos = callers.get(i).callNanos();
          if (round > warmUpRounds) {
            times.get(i).recordValue(nanos);
          }
        }
      }
      progress.at(round, warmUpRounds + rounds, " rounds");
    }
    return times;
  }
}
