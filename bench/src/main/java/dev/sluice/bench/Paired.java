package dev.sluice.bench;

import java.util.List;

/**
 * How much one kind of call is over another, turn by turn: both were measured within the same
 * seconds, so what else the machine did falls out of the difference.
 *
 * @param difference on average
 * @param margin by which the average may be off, with a confidence of 95%
 */
record Paired(double difference, double margin) {
  /** Of the normal distribution; with ten turns or more it is off by a tenth at most. */
  private static final double QUANTILE = 1.96;

  /**
   * Compares turn by turn.
   *
   * @param those one figure for each turn
   * @param base as many
   */
  static Paired of(List<Double> those, List<Double> base) {
    int turns = those.size();
    if (turns < 2 || base.size() != turns) {
      throw new IllegalArgumentException(
          turns + " turns beside " + base.size() + ": write the same number, 2 or more");
    }
    double sum = 0;
    for (int i = 0; i < turns; i++) {
      sum += those.get(i) - base.get(i);
    }
    double mean = sum / turns;
    double squares = 0;
    for (int i = 0; i < turns; i++) {
      double off = those.get(i) - base.get(i) - mean;
      squares += off * off;
    }
    return new Paired(mean, QUANTILE * Math.sqrt(squares / (turns - 1) / turns));
  }
}
