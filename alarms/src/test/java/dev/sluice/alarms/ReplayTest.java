package dev.sluice.alarms;

import static dev.sluice.alarms.SyntheticDays.DATABASE;
import static dev.sluice.alarms.SyntheticDays.DAY_SECONDS;
import static dev.sluice.alarms.SyntheticDays.READERS;
import static dev.sluice.alarms.SyntheticDays.START;
import static dev.sluice.alarms.SyntheticDays.aws;
import static dev.sluice.alarms.SyntheticDays.database;
import static dev.sluice.alarms.SyntheticDays.looks;
import static dev.sluice.alarms.SyntheticDays.normal;
import static dev.sluice.alarms.SyntheticDays.ours;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayTest {
  private static final AlarmSet SET = AlarmSet.read(Path.of("set"));

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

  private static Set<String> fired(List<Replay.Change> changes) {
    return changes.stream()
        .filter(change -> change.state() == AlarmState.ALARM)
        .map(Replay.Change::alarm)
        .filter(alarm -> alarm.severity() != Severity.PART)
        .map(Alarm::name)
        .collect(Collectors.toSet());
  }
}
