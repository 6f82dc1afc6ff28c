package dev.sluice.alarms.dashboard;

import dev.sluice.alarms.Alarm;
import dev.sluice.alarms.AlarmSet;
import dev.sluice.alarms.MetricAlarm;
import java.util.List;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes panels as CloudWatch has dashboards ("Dashboard Body Structure and Syntax"). */
final class DashboardBody {
  private static final int COLUMNS = 24;
  private static final int WIDTH = 8;
  private static final int HEIGHT = 6;
  private static final int LEAST_PERIOD_SECONDS = 60;

  /** What a budget of errors is for, whatever else is shown. */
  private static final String MONTH = "-P30D";

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final AlarmSet set;

  DashboardBody(AlarmSet set) {
    this.set = set;
  }

  String of(List<Panel> panels, String start) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("start", start);
    ArrayNode widgets = body.putArray("widgets");
    int place = 0;
    for (Panel panel : panels) {
      widgets.add(widget(panel, place++));
    }
    return JSON.writeValueAsString(body).replace("\r\n", "\n") + "\n";
  }

  private ObjectNode widget(Panel panel, int place) {
    ObjectNode widget = JsonNodeFactory.instance.objectNode();
    widget.put("type", "metric");
    widget.put("x", place * WIDTH % COLUMNS);
    widget.put("y", place * WIDTH / COLUMNS * HEIGHT);
    widget.put("width", WIDTH);
    widget.put("height", HEIGHT);
    ObjectNode properties = widget.putObject("properties");
    properties.put("title", panel.title());
    properties.put("region", "${AWS::Region}");
    properties.put("view", panel.single() ? "singleValue" : "timeSeries");
    if (panel.single()) {
      properties.put("setPeriodToTimeRange", true);
      properties.put("start", MONTH);
    }
    properties.put("period", periodSeconds(panel));
    ArrayNode metrics = properties.putArray("metrics");
    panel.lines().forEach(line -> metrics.add(line(line)));
    if (!panel.thresholds().isEmpty()) {
      ArrayNode horizontal = properties.putObject("annotations").putArray("horizontal");
      panel.thresholds().forEach(name -> horizontal.add(threshold(name)));
    }
    return widget;
  }

  private static ArrayNode line(Panel.Line line) {
    ArrayNode node = JsonNodeFactory.instance.arrayNode();
    switch (line) {
      case Panel.Computed computed -> {
        ObjectNode expression = node.addObject().put("expression", computed.expression());
        if (!computed.label().isEmpty()) {
          expression.put("label", computed.label());
        }
      }
      case Panel.Measured measured -> {
        node.add(measured.source().namespace()).add(measured.source().metric());
        measured.source().dimensions().forEach((name, value) -> node.add(name).add(value));
        ObjectNode rest = node.addObject().put("stat", measured.source().statistic());
        if (!measured.id().isEmpty()) {
          rest.put("id", measured.id());
        }
        if (!measured.visible()) {
          rest.put("visible", false);
        }
      }
    }
    return node;
  }

  /** That of its alarms: a sum over another time would stand beside a line that is not its own. */
  private int periodSeconds(Panel panel) {
    return panel.thresholds().stream()
        .mapToInt(name -> alarm(name).periodSeconds())
        .reduce(LEAST_PERIOD_SECONDS, Math::max);
  }

  private ObjectNode threshold(String name) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("label", name)
        .put("value", alarm(name).threshold());
  }

  private MetricAlarm alarm(String name) {
    Alarm alarm = set.alarms().get(name);
    if (!(alarm instanceof MetricAlarm metric)) {
      throw new IllegalArgumentException("a dashboard names '" + name + "', no alarm on metrics");
    }
    return metric;
  }
}
