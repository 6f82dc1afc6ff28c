package dev.sluice.alarms;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** One metric over time, summed up in steps of 10 s. Not safe for use by several threads. */
final class Series {
  static final int STEP_SECONDS = 10;

  private final NavigableMap<Long, NavigableMap<Double, Integer>> steps = new TreeMap<>();

  /** Sum and count of all there was up to the end of a step: a day's are two look-ups away. */
  private final NavigableMap<Long, Totals> totals = new TreeMap<>();

  private record Totals(double sum, long count) {}

  void add(Point point) {
    long step = point.second() / STEP_SECONDS;
    steps
        .computeIfAbsent(step, _ -> new TreeMap<>())
        .merge(point.value(), point.count(), Integer::sum);
    Totals until = upTo(step);
    totals.put(
        step,
        new Totals(until.sum() + point.value() * point.count(), until.count() + point.count()));
  }

  /** A statistic of the values from one second until before another; NaN where there are none. */
  double of(String statistic, long from, long until) {
    Totals before = upTo(from / STEP_SECONDS - 1);
    Totals after = upTo(until / STEP_SECONDS - 1);
    long count = after.count() - before.count();
    if (count == 0) {
      return Double.NaN;
    }
    double sum = after.sum() - before.sum();
    return switch (statistic) {
      case "Sum" -> sum;
      case "Average" -> sum / count;
      case "SampleCount" -> count;
      default -> ofValues(statistic, count, from, until);
    };
  }

  private double ofValues(String statistic, long count, long from, long until) {
    NavigableMap<Double, Integer> values = new TreeMap<>();
    steps
        .subMap(from / STEP_SECONDS, until / STEP_SECONDS)
        .values()
        .forEach(step -> step.forEach((value, times) -> values.merge(value, times, Integer::sum)));
    return switch (statistic) {
      case "Minimum" -> values.firstKey();
      case "Maximum" -> values.lastKey();
      default -> percentile(values, count * Double.parseDouble(statistic.substring(1)) / 100);
    };
  }

  /** Drops what lies before a second. */
  void forget(long before) {
    long step = before / STEP_SECONDS;
    steps.headMap(step).clear();
    Long last = totals.lowerKey(step);
    if (last != null) {
      totals.headMap(last).clear();
    }
  }

  private Totals upTo(long step) {
    Map.Entry<Long, Totals> entry = totals.floorEntry(step);
    return entry == null ? new Totals(0, 0) : entry.getValue();
  }

  private static double percentile(NavigableMap<Double, Integer> values, double rank) {
    long seen = 0;
    for (Map.Entry<Double, Integer> entry : values.entrySet()) {
      seen += entry.getValue();
      if (seen >= rank) {
        return entry.getKey();
      }
    }
    return values.lastKey();
  }
}
