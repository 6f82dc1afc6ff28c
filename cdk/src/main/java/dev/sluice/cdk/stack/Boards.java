package dev.sluice.cdk.stack;

import dev.sluice.alarms.Alarm;
import dev.sluice.alarms.AlarmSet;
import dev.sluice.alarms.MetricAlarm;
import dev.sluice.cdk.plan.Deployment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awscdk.services.cloudwatch.CfnDashboard;
import software.constructs.Construct;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The dashboards of {@code dashboards/}, with the environment's names in the place of logical ones,
 * and without what it has not.
 */
final class Boards extends Construct {
  private static final String SUFFIX = ".json";

  private final Deployment plan;
  private final AlarmSet set;
  private final Names names;

  Boards(Construct scope, String id, AlarmSet set, Names names, Path root) {
    super(scope, id);
    this.plan = names.plan();
    this.set = set;
    this.names = names;
    for (Path file : files(root.resolve("dashboards"))) {
      String name = String.valueOf(file.getFileName()).replace(SUFFIX, "");
      CfnDashboard.Builder.create(this, name)
          .dashboardName(plan.named(name))
          .dashboardBody(body(file))
          .build();
    }
  }

  private String body(Path file) {
    ObjectNode body = (ObjectNode) JsonMapper.shared().readTree(file.toFile());
    ArrayNode widgets = body.arrayNode();
    for (JsonNode widget : body.path("widgets")) {
      ObjectNode properties = (ObjectNode) widget.path("properties");
      properties.put("region", plan.place().region());
      ArrayNode lines = body.arrayNode();
      properties.path("metrics").forEach(line -> line((ArrayNode) line, lines));
      properties
          .at("/annotations/horizontal")
          .forEach(threshold -> threshold((ObjectNode) threshold));
      if (!lines.isEmpty()) {
        properties.set("metrics", lines);
        widgets.add(widget);
      }
    }
    body.set("widgets", widgets);
    return body.toString();
  }

  /** A namespace, a metric, names and values of dimensions in turn, and how it is drawn. */
  private void line(ArrayNode line, ArrayNode lines) {
    Map<String, String> dimensions = new LinkedHashMap<>();
    for (int i = 2; i + 1 < line.size(); i += 2) {
      dimensions.put(line.path(i).asString(""), line.path(i + 1).asString(""));
    }
    if (!Names.has(plan, dimensions)) {
      return;
    }
    List<String> real = List.copyOf(names.of(dimensions).values());
    for (int i = 0; i < real.size(); i++) {
      line.set(3 + 2 * i, real.get(i));
    }
    lines.add(line);
  }

  private void threshold(ObjectNode threshold) {
    Alarm alarm = set.alarms().get(threshold.path("label").asString(""));
    if (alarm instanceof MetricAlarm metric) {
      threshold.put("value", Limits.threshold(metric, plan));
    }
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("dashboards cannot be read from " + folder, e);
    }
  }
}
