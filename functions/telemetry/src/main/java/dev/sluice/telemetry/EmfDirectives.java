package dev.sluice.telemetry;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a line tells CloudWatch of its metrics: every metric without dimensions, for alarms; what
 * tells of calls also by version and by tool; their number by tool and outcome, and by source. Each
 * metric in each combination is paid for, so there are no further ones.
 */
final class EmfDirectives {
  private static final Set<Metric> BY_TOOL =
      EnumSet.of(Metric.CALLS, Metric.CALL_FAILURES, Metric.CALL_TIME);
  private static final String ALL = "[]";
  private static final String CALLS = "[],[\"version\"],[\"tool\"]";
  private static final String COUNTED = "[\"tool\",\"outcome\"],[\"source\"]";

  private EmfDirectives() {}

  /** The JSON of the directives for a line with these metrics. */
  static String of(Set<Metric> metrics, boolean call) {
    List<String> directives = new ArrayList<>();
    List<Metric> ofCall = metrics.stream().filter(BY_TOOL::contains).toList();
    List<Metric> others = new ArrayList<>(metrics);
    if (call) {
      others.removeAll(ofCall);
      add(directives, CALLS, ofCall);
      add(directives, COUNTED, ofCall.stream().filter(metric -> metric == Metric.CALLS).toList());
    }
    add(directives, ALL, others);
    return "[" + String.join(",", directives) + "]";
  }

  private static void add(List<String> directives, String dimensions, Collection<Metric> metrics) {
    if (!metrics.isEmpty()) {
      directives.add(
          "{\"Namespace\":\""
              + EmfTelemetry.NAMESPACE
              + "\",\"Dimensions\":["
              + dimensions
              + "],\"Metrics\":"
              + metrics.stream()
                  .map(EmfDirectives::metric)
                  .collect(Collectors.joining(",", "[", "]"))
              + "}");
    }
  }

  private static String metric(Metric metric) {
    return "{\"Name\":\""
        + metric.metricName()
        + "\",\"Unit\":\""
        + unit(metric)
        + (metric.isFast() ? "\",\"StorageResolution\":1}" : "\"}");
  }

  private static String unit(Metric metric) {
    String name = metric.metricName();
    return switch (name.substring(name.lastIndexOf('_') + 1)) {
      case "milliseconds" -> "Milliseconds";
      case "bytes" -> "Bytes";
      default -> "Count";
    };
  }
}
