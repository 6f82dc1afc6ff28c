package dev.sluice.alarms;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayTest {
  private static final AlarmSet SET = AlarmSet.read(Path.of("set"));
  private static final long START = 1_795_651_200;
  private static final int DAY_SECONDS = 86_400;

  @Test
  void thirtyDays_withTheirNoise_pageNobody() {
    List<Replay.Change> pages = new ArrayList<>();
    Replay replay =
        new Replay(
            SET,
            change -> {
              if (change.state() == AlarmState.ALARM
                  && change.alarm().severity() == Severity.PAGE) {
                pages.add(change);
              }
            });
    Random noise = new Random(20261126);
    for (long second = 0; second < 30L * DAY_SECONDS; second += Series.STEP_SECONDS) {
      normal(second, noise).forEach(replay::add);
    }
    replay.end();
    assertThat(pages).isEmpty();
  }

  /** Wherever in its period the fault begins. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4, 5, 9})
  void everyCallFails_pagesWithin40Seconds(int offsetSeconds) {
    int bad = 1_800 + offsetSeconds;
    List<Point> points = new ArrayList<>();
    for (int second = 0; second < 2_400; second++) {
      points.add(ours(second, "calls_count", 1, 8));
      points.addAll(looks(second));
      if (second >= bad && second < 2_100) {
        points.add(ours(second, "call_failures_count", 1, 8));
      }
      points.addAll(database(second));
    }
    List<Replay.Change> changes = Replay.of(SET, points);
    Replay.Change first =
        changes.stream()
            .filter(change -> change.alarm().severity() == Severity.PAGE)
            .findFirst()
            .orElseThrow();
    assertThat(first.alarm().name()).isEqualTo("calls-failing");
    assertThat(first.second() - START - bad).isLessThanOrEqualTo(40);
    assertThat(fired(changes))
        .containsExactlyInAnyOrder(
            "calls-failing", "error-budget-burns-fast", "error-budget-burns");
    assertThat(changes)
        .anyMatch(
            change ->
                change.alarm().name().equals("calls-failing") && change.state() == AlarmState.OK);
  }

  @Test
  void allIsSilent_pagesThatCallsStopped() {
    List<Point> points = new ArrayList<>();
    for (int second = 0; second < 2_400; second++) {
      if (second < 1_800) {
        points.add(ours(second, "calls_count", 1, 8));
      }
      points.addAll(looks(second));
      points.addAll(database(second));
    }
    assertThat(fired(Replay.of(SET, points))).containsExactly("calls-stopped");
  }

  @Test
  void replicasLag_fireBothAlarmsOfIt() {
    List<Point> points = new ArrayList<>();
    for (int second = 0; second < 3_600; second++) {
      points.add(ours(second, "calls_count", 1, 8));
      points.addAll(looks(second));
      if (second % 60 == 0) {
        points.add(aws(second, "AuroraReplicaLagMaximum", second < 1_800 ? 20 : 15_000, DATABASE));
        points.add(aws(second, "DatabaseConnections", 100, READERS));
      }
    }
    assertThat(fired(Replay.of(SET, points)))
        .containsExactlyInAnyOrder("replicas-lag", "replicas-lag-badly");
  }

  @Test
  void command_traceOfTheFunctionsOwnLines_isReplayed(@TempDir Path folder) throws IOException {
    Path trace = folder.resolve("trace.jsonl");
    Files.writeString(
        trace,
        """
        {"at":"2026-11-26T12:00:00Z","metric":"calls_count","value":1}
        {"at":"2026-11-26T12:00:01Z","event":"call"}
        """);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int status =
        Main.run(
            Path.of("set"),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            System.err,
            trace.toString());
    assertThat(status).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("Nobody was paged.\n");
  }

  private static final Map<String, String> DATABASE = Map.of("DBClusterIdentifier", "database");
  private static final Map<String, String> READERS =
      Map.of("DBClusterIdentifier", "database", "Role", "READER");

  private static Set<String> fired(List<Replay.Change> changes) {
    return changes.stream()
        .filter(change -> change.state() == AlarmState.ALARM)
        .map(Replay.Change::alarm)
        .filter(alarm -> alarm.severity() != Severity.PART)
        .map(Alarm::name)
        .collect(Collectors.toSet());
  }

  /**
   * Ten seconds of a day: an idle night, a daily deploy, a burst, a slow tool, a replica that
   * restarts, and a failure in 5,000 calls.
   */
  private static List<Point> normal(long second, Random noise) {
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

  private static List<Point> database(int second) {
    return second % 60 == 0
        ? List.of(
            aws(second, "AuroraReplicaLagMaximum", 20, DATABASE),
            aws(second, "DatabaseConnections", 100, READERS))
        : List.of();
  }

  /** What comes by the clock: the sweeper, the probe, and the message by the topic of pages. */
  private static List<Point> looks(long second) {
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

  private static Point ours(long second, String metric, double value, int count) {
    return new Point(START + second, Source.OURS, metric, Map.of(), value, count);
  }

  private static Point aws(
      long second, String metric, double value, Map<String, String> dimensions) {
    return new Point(START + second, "AWS/RDS", metric, dimensions, value, 1);
  }
}
