package dev.sluice.telemetry;

import java.util.Map;

/**
 * A sink that passes on the log lines of what went wrong, and drops the rest: for a person who
 * watches. As safe for use by several threads as the sink behind it.
 */
public final class ProblemsOnly implements Telemetry {
  private final Telemetry sink;

  /** A sink in front of another. */
  public ProblemsOnly(Telemetry sink) {
    this.sink = sink;
  }

  @Override
  public void measure(Metric metric, double value) {}

  @Override
  public void log(Event event, Map<Field, ?> fields) {
    if (event.isProblem()) {
      sink.log(event, fields);
    }
  }

  @Override
  public OpenCall open() {
    return () -> {};
  }
}
