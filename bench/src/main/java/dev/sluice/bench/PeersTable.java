package dev.sluice.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** The figures of Sluice and its peer as lines of text, with what Sluice's are over the peer's. */
final class PeersTable {
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double NANOS_PER_SECOND = 1e9;

  private final List<String> lines = new ArrayList<>();

  PeersTable() {
    lines.add(
        "%-16s %11s %8s %8s %12s %8s   %s"
            .formatted(
                "",
                "connections",
                "p50 ms",
                "p99 ms",
                "CPU ms/call",
                "calls/s",
                "over Toolbox: p50, CPU, calls/s"));
  }

  /** The peer at some number of connections. */
  void add(String who, int connections, Sum sum) {
    lines.add(figures(who, connections, sum));
  }

  /** Sluice at the same number of connections, over the peer. */
  void add(String who, int connections, Sum sum, Sum peer) {
    lines.add(
        figures(who, connections, sum)
            + String.format(
                Locale.ROOT,
                "   %.2fx, %.2fx, %.2fx",
                sum.p50Millis() / peer.p50Millis(),
                sum.cpuMillis() / peer.cpuMillis(),
                sum.callsPerSecond() / peer.callsPerSecond()));
  }

  @Override
  public String toString() {
    return String.join("\n", lines);
  }

  private static String figures(String who, int connections, Sum sum) {
    return String.format(
        Locale.ROOT,
        "%-16s %11d %8.3f %8.3f %12.3f %8.0f",
        who,
        connections,
        sum.p50Millis(),
        sum.millisAt(99),
        sum.cpuMillis(),
        sum.callsPerSecond());
  }

  /**
   * All that was measured of one kind.
   *
   * @param times of each call, in nanoseconds
   * @param cpuNanos that the server's process used meanwhile
   * @param tookNanos on the clock
   */
  record Sum(Histogram times, long cpuNanos, long tookNanos) {
    static Sum none() {
      return new Sum(new Histogram(3), 0, 0);
    }

    Sum plus(Sum other) {
      Histogram both = times.copy();
      both.add(other.times);
      return new Sum(both, cpuNanos + other.cpuNanos, tookNanos + other.tookNanos);
    }

    double p50Millis() {
      return millisAt(50);
    }

    double millisAt(double percentile) {
      return times.getValueAtPercentile(percentile) / NANOS_PER_MILLI;
    }

    /** Of one call. */
    double cpuMillis() {
      return cpuNanos / NANOS_PER_MILLI / times.getTotalCount();
    }

    double callsPerSecond() {
      return times.getTotalCount() * NANOS_PER_SECOND / tookNanos;
    }
  }
}
