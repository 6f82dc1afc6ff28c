package dev.sluice.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** The figures of calls as lines of text: p50 and p99, and what each is over the floor. */
final class CallsTable {
  private static final double NANOS_PER_MILLI = 1e6;

  private final List<String> lines = new ArrayList<>();

  CallsTable() {
    lines.add(
        "%-32s %9s %9s   %9s %9s %7s"
            .formatted("milliseconds", "p50", "p99", "p50 over", "p99 over", "ratio"));
  }

  /**
   * The rows of one way to call.
   *
   * @param way what the calls went through
   * @param floor of a function that does nothing
   */
  void add(String way, Histogram floor, Histogram toolsList, Histogram customerOrders) {
    addFloor(way + ", does nothing", floor);
    add(way + ", tools/list", toolsList, floor);
    add(way + ", customer_orders", customerOrders, floor);
  }

  private void addFloor(String what, Histogram floor) {
    lines.add(
        "%-32s %9s %9s"
            .formatted(
                what,
                millis(floor.getValueAtPercentile(50)),
                millis(floor.getValueAtPercentile(99))));
  }

  /** One row. */
  void add(String what, Histogram times, Histogram floor) {
    long p50 = times.getValueAtPercentile(50);
    long p99 = times.getValueAtPercentile(99);
    long floor50 = floor.getValueAtPercentile(50);
    lines.add(
        "%-32s %9s %9s   %9s %9s %6.1fx"
            .formatted(
                what,
                millis(p50),
                millis(p99),
                millis(p50 - floor50),
                millis(p99 - floor.getValueAtPercentile(99)),
                (double) p50 / floor50));
  }

  @Override
  public String toString() {
    return String.join("\n", lines);
  }

  private static String millis(long nanos) {
    return String.format(Locale.ROOT, "%.3f", nanos / NANOS_PER_MILLI);
  }
}
