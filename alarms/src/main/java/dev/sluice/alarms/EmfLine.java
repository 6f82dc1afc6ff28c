package dev.sluice.alarms;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Makes points of a line in the embedded metric format, as CloudWatch Logs makes metrics. */
final class EmfLine {
  private EmfLine() {}

  static void points(JsonNode line, List<Point> points) {
    long second = line.at("/_aws/Timestamp").asLong() / 1_000;
    for (JsonNode directive : line.at("/_aws/CloudWatchMetrics")) {
      for (JsonNode names : directive.path("Dimensions")) {
        Map<String, String> dimensions = new HashMap<>();
        names.forEach(
            name -> dimensions.put(name.asString(), line.path(name.asString()).asString("")));
        for (JsonNode metric : directive.path("Metrics")) {
          String name = metric.path("Name").asString();
          JsonNode values = line.path(name);
          String namespace = directive.path("Namespace").asString();
          if (values.isArray()) {
            values.forEach(
                value ->
                    points.add(
                        new Point(second, namespace, name, dimensions, value.asDouble(), 1)));
          } else {
            points.add(new Point(second, namespace, name, dimensions, values.asDouble(), 1));
          }
        }
      }
    }
  }
}
