package dev.sluice.alarms.dashboard;

import dev.sluice.alarms.Source;
import dev.sluice.telemetry.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One picture of a dashboard.
 *
 * @param title what it shows, with its unit
 * @param lines what is drawn
 * @param thresholds names of alarms whose threshold is drawn
 * @param single whether it is one figure of the whole time shown
 */
record Panel(String title, List<Line> lines, List<String> thresholds, boolean single) {

  /** Something that is drawn. */
  sealed interface Line {}

  /**
   * A metric.
   *
   * @param id by which maths knows it; empty where none does
   */
  record Measured(String id, Source source, boolean visible) implements Line {}

  /**
   * Maths over metrics of the same panel, or a search for metrics.
   *
   * @param label what it is called; empty where a search names its own
   */
  record Computed(String expression, String label) implements Line {}

  static Panel panel(String title, Line... lines) {
    return new Panel(title, List.of(lines), List.of(), false);
  }

  Panel against(String... alarms) {
    return new Panel(title, lines, List.of(alarms), single);
  }

  Panel asFigure() {
    return new Panel(title, lines, thresholds, true);
  }

  static Line sum(Metric metric) {
    return ours(metric, "Sum");
  }

  static Line ours(Metric metric, String statistic) {
    return new Measured(
        "", new Source(Source.OURS, metric.metricName(), Map.of(), statistic), true);
  }

  static Line hidden(String id, Metric metric) {
    return new Measured(id, new Source(Source.OURS, metric.metricName(), Map.of(), "Sum"), false);
  }

  /** Every value of one dimension of a metric of ours. */
  static Line by(String dimension, Metric metric, String statistic) {
    return new Computed(
        "SEARCH('{"
            + Source.OURS
            + ","
            + dimension
            + "} MetricName=\""
            + metric.metricName()
            + "\"', '"
            + statistic
            + "', 60)",
        "");
  }

  /**
   * A metric of AWS's.
   *
   * @param dimensions names and values in turn
   */
  static Line aws(String service, String metric, String statistic, String... dimensions) {
    Map<String, String> named = new TreeMap<>();
    for (int i = 0; i < dimensions.length; i += 2) {
      named.put(dimensions[i], dimensions[i + 1]);
    }
    return new Measured("", new Source("AWS/" + service, metric, named, statistic), true);
  }

  /** Sums of several metrics of ours. */
  static Line[] sums(Metric... metrics) {
    List<Line> lines = new ArrayList<>();
    for (Metric metric : metrics) {
      lines.add(sum(metric));
    }
    return lines.toArray(Line[]::new);
  }
}
