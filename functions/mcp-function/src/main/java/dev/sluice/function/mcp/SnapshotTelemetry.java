package dev.sluice.function.mcp;

import dev.sluice.telemetry.Event;
import dev.sluice.telemetry.Field;
import dev.sluice.telemetry.Metric;
import dev.sluice.telemetry.Span;
import dev.sluice.telemetry.Telemetry;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A sink that is silent while a snapshot is primed: nobody called then. Safe for use by several
 * threads; priming and calls never overlap, since Lambda publishes before it invokes.
 */
final class SnapshotTelemetry implements Telemetry {
  private final Telemetry sink;
  private volatile boolean silent;

  SnapshotTelemetry(Telemetry sink) {
    this.sink = sink;
  }

  <T> T discardingDuring(Supplier<T> work) {
    silent = true;
    try {
      return work.get();
    } finally {
      silent = false;
    }
  }

  @Override
  public void measure(Metric metric, double value) {
    current().measure(metric, value);
  }

  @Override
  public void log(Event event, Map<Field, ?> fields) {
    current().log(event, fields);
  }

  @Override
  public OpenSpan open(Span span) {
    return current().open(span);
  }

  private Telemetry current() {
    return silent ? Telemetry.discarding() : sink;
  }
}
