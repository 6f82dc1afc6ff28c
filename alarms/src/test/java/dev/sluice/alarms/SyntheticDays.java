package dev.sluice.alarms;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Days on which nothing is wrong, with all that happens on them. */
final class SyntheticDays {
  static final long START = 1_795_651_200;
  static final int DAY_SECONDS = 86_400;
  static final Map<String, String> DATABASE = Map.of("DBClusterIdentifier", "database");
  static final Map<String, String> READERS =
      Map.of("DBClusterIdentifier", "database", "Role", "READER");

  private static final Map<String, String> AUTHORIZER =
      Map.of("FunctionName", "authorizer-function");

  private SyntheticDays() {}

  /**
   * Writes a trace for the pictures in the docs: a quiet day, or a recorded fault behind a quiet
   * time.
   *
   * @param args the file, and the fault where it is one
   */
  public static void main(String[] args) throws IOException {
    List<Point> points = args.length > 1 ? FaultTracesTest.whole(args[1]) : day();
    Files.write(Path.of(args[0]), points.stream().map(SyntheticDays::line).toList());
  }

  private static List<Point> day() {
    Random noise = new Random(20261126);
    List<Point> points = new ArrayList<>();
    for (long second = 0; second < DAY_SECONDS; second += Series.STEP_SECONDS) {
      points.addAll(normal(second, noise));
    }
    return points;
  }

  private static String line(Point point) {
    ObjectNode line = JsonMapper.shared().createObjectNode();
    line.put("at", Instant.ofEpochSecond(point.second()).toString());
    line.put("namespace", point.namespace());
    line.put("metric", point.metric());
    ObjectNode dimensions = line.putObject("dimensions");
    point.dimensions().forEach(dimensions::put);
    return line.put("value", point.value()).put("count", point.count()).toString();
  }

  /**
   * Ten seconds of a day: an idle night, a daily deploy, a burst, a slow tool, a replica that
   * restarts, a failure in 5,000 calls, an old token in 100, and a client that loops on one for 20
   * seconds.
   */
  static List<Point> normal(long second, Random noise) {
    List<Point> points = new ArrayList<>();
    // They begin in the morning: of a few calls at night, with nothing before, one failure is much.
    long ofDay = (second + 6 * 3_600) % DAY_SECONDS;
    boolean isNight = ofDay < 6 * 3_600;
    boolean burst = ofDay >= 43_200 && ofDay < 43_500;
    int calls = isNight ? 1 : (burst ? 830 : 60 + noise.nextInt(46));
    points.add(ours(second, "calls_count", 1, calls));
    if (noise.nextInt(5_000) < calls) {
      points.add(ours(second, "call_failures_count", 1, 1));
    }
    boolean loops = ofDay >= 55_000 && ofDay < 55_020;
    int refused = (noise.nextInt(100) < calls ? 1 : 0) + (loops ? 200 : 0);
    if (refused > 0) {
      points.add(ours(second, "tokens_refused_count", 1, refused));
    }
    points.add(
        new Point(START + second, "AWS/Lambda", "Invocations", AUTHORIZER, 1, calls + refused));
    boolean slowTool = ofDay >= 50_000 && ofDay < 50_600;
    points.add(ours(second, "call_time_milliseconds", 12, Math.max(1, calls * 96 / 100)));
    points.add(
        ours(
            second,
            "call_time_milliseconds",
            slowTool ? 1_900 : 180,
            Math.max(1, calls * 4 / 100)));
    boolean restart = ofDay >= 60_000 && ofDay < 60_120;
    if (restart) {
      points.add(ours(second, "servers_unreachable_count", 1, 10));
    }
    points.addAll(looks(second));
    if (second % 60 == 0) {
      points.add(ours(second, "task_oldest_waiting_milliseconds", noise.nextInt(20_000), 1));
      points.add(
          aws(
              second,
              "AuroraReplicaLagMaximum",
              restart ? 8_000 : 15 + noise.nextInt(30),
              DATABASE));
      points.add(aws(second, "DatabaseConnections", burst ? 420 : 90 + noise.nextInt(40), READERS));
      boolean deploy = ofDay >= 36_000 && ofDay < 36_060;
      points.add(
          new Point(
              START + second,
              "AWS/Lambda",
              "Throttles",
              Map.of("FunctionName", "mcp-function"),
              deploy ? 1 : 0,
              1));
    }
    return points;
  }

  static List<Point> database(long second) {
    return second % 60 == 0
        ? List.of(
            aws(second, "AuroraReplicaLagMaximum", 20, DATABASE),
            aws(second, "DatabaseConnections", 100, READERS))
        : List.of();
  }

  /** What comes by the clock: the sweeper, the probe, and the message by the topic of pages. */
  static List<Point> looks(long second) {
    List<Point> points = new ArrayList<>();
    points.add(ours(second, "task_oldest_waiting_milliseconds", 0, 1));
    if (second % 10 == 0) {
      points.add(ours(second, "probes_count", 1, 1));
      points.add(ours(second, "probe_failures_count", 0, 1));
    }
    if (second % 60 == 0) {
      points.add(ours(second, "page_path_beats_count", 1, 1));
    }
    return points;
  }

  static Point ours(long second, String metric, double value, int count) {
    return new Point(START + second, Source.OURS, metric, Map.of(), value, count);
  }

  static Point aws(long second, String metric, double value, Map<String, String> dimensions) {
    return new Point(START + second, "AWS/RDS", metric, dimensions, value, 1);
  }
}
