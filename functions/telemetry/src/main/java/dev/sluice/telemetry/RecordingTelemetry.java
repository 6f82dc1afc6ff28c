package dev.sluice.telemetry;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A sink that keeps what it is given, for tests to ask about. Safe for use by several threads. */
public final class RecordingTelemetry implements Telemetry {
  private final List<Measurement> measurements = new CopyOnWriteArrayList<>();
  private final List<Line> lines = new CopyOnWriteArrayList<>();

  /**
   * One recorded value.
   *
   * @param metric what was measured
   * @param value in the metric's unit
   */
  public record Measurement(Metric metric, double value) {}

  /**
   * One recorded log line.
   *
   * @param event its kind
   * @param fields what it carried
   */
  public record Line(Event event, Map<Field, ?> fields) {}

  @Override
  public void measure(Metric metric, double value) {
    measurements.add(new Measurement(metric, value));
  }

  @Override
  public void log(Event event, Map<Field, ?> fields) {
    lines.add(new Line(event, Map.copyOf(fields)));
  }

  @Override
  public OpenCall open() {
    return () -> {};
  }

  /** The sum of all values of a metric; 0 when there are none. */
  public double sum(Metric metric) {
    return measurements.stream()
        .filter(measurement -> measurement.metric() == metric)
        .mapToDouble(Measurement::value)
        .sum();
  }

  /** All values, in the order they came. */
  public List<Measurement> measurements() {
    return List.copyOf(measurements);
  }

  /** All log lines, in the order they came. */
  public List<Line> lines() {
    return List.copyOf(lines);
  }
}
