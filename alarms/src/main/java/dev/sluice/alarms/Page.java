package dev.sluice.alarms;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One HTML page of a replay: what fired when, and the values beside their thresholds. It needs
 * nothing from elsewhere.
 */
final class Page {
  /** Shown also where they are quiet. */
  private static final List<String> ALWAYS =
      List.of("calls-stopped", "calls-failing", "calls-slow", "probe-fails", "replicas-lag");

  /** As many charts as a person looks at. */
  private static final int MOST_CHARTS = 12;

  private Page() {}

  static String of(String title, AlarmSet set, List<Point> points) {
    List<Replay.Change> changes = new ArrayList<>();
    Map<String, List<Replay.Look>> looks = new LinkedHashMap<>();
    Replay replay =
        new Replay(
            set,
            changes::add,
            look -> looks.computeIfAbsent(look.alarm().name(), _ -> new ArrayList<>()).add(look));
    points.forEach(replay::add);
    replay.end();
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.put("title", title);
    data.put("begin", points.isEmpty() ? 0 : points.getFirst().second());
    data.put("end", points.isEmpty() ? 0 : points.getLast().second());
    ArrayNode told = data.putArray("changes");
    changes.stream()
        .filter(change -> change.alarm().severity() != Severity.PART)
        .forEach(change -> told.add(change(change)));
    ArrayNode charts = data.putArray("charts");
    for (String name : shown(set, changes)) {
      if (set.alarms().get(name) instanceof MetricAlarm alarm) {
        charts.add(chart(alarm, looks.getOrDefault(name, List.of()), changes));
      }
    }
    return resource("page.html")
        .replace("/*library-css*/", resource("uPlot.min.css"))
        .replace("/*library*/", resource("uPlot.iife.min.js"))
        .replace("/*data*/", JsonMapper.shared().writeValueAsString(data).replace("</", "<\\/"));
  }

  /** What fired, in that order, and what is always looked at. */
  private static List<String> shown(AlarmSet set, List<Replay.Change> changes) {
    Set<String> names = new LinkedHashSet<>();
    for (Replay.Change change : changes) {
      if (change.state() == AlarmState.ALARM && change.alarm() instanceof MetricAlarm) {
        names.add(change.alarm().name());
      }
    }
    names.addAll(ALWAYS);
    return names.stream().filter(set.alarms()::containsKey).limit(MOST_CHARTS).toList();
  }

  private static ObjectNode change(Replay.Change change) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("at", Instant.ofEpochSecond(change.second()).toString())
        .put("alarm", change.alarm().name())
        .put("severity", change.alarm().severity().name().toLowerCase(Locale.ROOT))
        .put("says", change.alarm().says())
        .put("fires", change.state() == AlarmState.ALARM);
  }

  private static ObjectNode chart(
      MetricAlarm alarm, List<Replay.Look> looks, List<Replay.Change> changes) {
    ObjectNode chart = JsonNodeFactory.instance.objectNode();
    chart.put("name", alarm.name());
    chart.put("says", alarm.says());
    chart.put(
        "rule",
        alarm.expression().text()
            + " "
            + alarm.comparison().sign()
            + " "
            + new Expression.Figure(alarm.threshold()).text());
    chart.put("threshold", alarm.threshold());
    ArrayNode seconds = chart.putArray("seconds");
    ArrayNode values = chart.putArray("values");
    for (Replay.Look look : looks) {
      seconds.add(look.second());
      if (Double.isNaN(look.value())) {
        values.addNull();
      } else {
        values.add(Math.round(look.value() * 100) / 100.0);
      }
    }
    ArrayNode spans = chart.putArray("spans");
    ArrayNode open = null;
    for (Replay.Change change : changes) {
      if (change.alarm().name().equals(alarm.name())) {
        if (change.state() == AlarmState.ALARM) {
          open = spans.addArray().add(change.second());
        } else if (open != null) {
          open.add(change.second());
          open = null;
        }
      }
    }
    return chart;
  }

  private static String resource(String name) {
    try (InputStream in = Page.class.getResourceAsStream("page/" + name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks page/" + name);
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
