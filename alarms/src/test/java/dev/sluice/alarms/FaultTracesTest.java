package dev.sluice.alarms;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What real faults make fire. A trace holds what functions measured of themselves, and of AWS's
 * metrics those that the recorder has a rule for; the quiet time before and after it, and what else
 * AWS and the clock measure meanwhile, are added here.
 */
class FaultTracesTest {
  private static final AlarmSet SET = AlarmSet.read(Path.of("set"));
  private static final Path TRACES = Path.of("traces");
  private static final int QUIET_SECONDS = 2_400;

  /** What needs 3 of 5 minutes, or 2 of 3 times five of them, has resolved by then. */
  private static final int QUIET_AFTER_SECONDS = 1_200;

  /** From the first bad call to the page. */
  private static final int DETECTION_SECONDS = 40;

  private static final Set<String> FAILING =
      Set.of("calls-failing", "error-budget-burns", "error-budget-burns-fast");

  private static final Map<String, Set<String>> FIRES =
      Map.of(
          "database-gone", FAILING,
          "replica-killed", Set.of(),
          "replica-hung", Set.of(),
          "audit-full", FAILING,
          "cache-gone", Set.of("cache-fails"));

  @Test
  void traces_committed_areThoseThatAreExpected() throws IOException {
    try (Stream<Path> files = Files.list(TRACES)) {
      assertThat(
              files
                  .map(file -> String.valueOf(file.getFileName()))
                  .filter(name -> name.endsWith(".jsonl"))
                  .map(name -> name.replace(".jsonl", ""))
                  .collect(Collectors.toSet()))
          .isEqualTo(FIRES.keySet());
    }
  }

  @TestFactory
  Stream<DynamicTest> fault_recorded_firesExactlyItsAlarms() {
    return FIRES.entrySet().stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.getKey(),
                    () ->
                        assertThat(fired(changes(each.getKey())))
                            .isEqualTo(new TreeSet<>(each.getValue()))));
  }

  @TestFactory
  Stream<DynamicTest> fault_thatPages_pagesWithin40SecondsOfTheFirstBadCall() {
    return FIRES.entrySet().stream()
        .filter(each -> each.getValue().contains("calls-failing"))
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.getKey(),
                    () -> {
                      long bad = firstBadSecond(each.getKey());
                      Replay.Change first =
                          changes(each.getKey()).stream()
                              .filter(change -> change.alarm().severity() == Severity.PAGE)
                              .filter(change -> change.state() == AlarmState.ALARM)
                              .findFirst()
                              .orElseThrow();
                      assertThat(first.second() - bad).isBetween(0L, (long) DETECTION_SECONDS);
                    }));
  }

  @TestFactory
  Stream<DynamicTest> fault_ended_resolvesTheFastPage() {
    return FIRES.entrySet().stream()
        .filter(each -> each.getValue().contains("calls-failing"))
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.getKey(),
                    () ->
                        assertThat(changes(each.getKey()))
                            .anyMatch(
                                change ->
                                    change.alarm().name().equals("calls-failing")
                                        && change.state() == AlarmState.OK)));
  }

  private static List<Replay.Change> changes(String name) throws IOException {
    return Replay.of(SET, whole(name));
  }

  private static long firstBadSecond(String name) throws IOException {
    return TraceReader.read(TRACES.resolve(name + ".jsonl")).stream()
        .filter(point -> point.metric().equals("call_failures_count"))
        .mapToLong(Point::second)
        .min()
        .orElseThrow();
  }

  /** The marks of a trace: when the fault began. */
  static Instant begins(Path trace) throws IOException {
    for (String line : Files.readAllLines(trace)) {
      JsonNode node = JsonMapper.shared().readTree(line);
      if (node.path("fault").asString("").equals("begins")) {
        return Instant.parse(node.path("at").asString());
      }
    }
    throw new IllegalStateException(trace + " does not say when the fault began");
  }

  @Test
  void traces_marks_areWithinTheTrace() throws IOException {
    for (String name : FIRES.keySet()) {
      List<Point> points = TraceReader.read(TRACES.resolve(name + ".jsonl"));
      assertThat(begins(TRACES.resolve(name + ".jsonl")).getEpochSecond())
          .isBetween(points.getFirst().second(), points.getLast().second());
    }
  }

  /**
   * The trace with a quiet time before and after it, and with what does not come from functions,
   * but for what it has of that itself.
   */
  static List<Point> whole(String name) throws IOException {
    List<Point> recorded = TraceReader.read(TRACES.resolve(name + ".jsonl"));
    long from = recorded.getFirst().second();
    long until = recorded.getLast().second();
    Set<String> own = recorded.stream().map(Point::metric).collect(Collectors.toSet());
    List<Point> points = new ArrayList<>(recorded);
    for (long second = from - QUIET_SECONDS; second <= until + QUIET_AFTER_SECONDS; second++) {
      long offset = second - SyntheticDays.START;
      boolean quiet = second < from || second > until;
      if (quiet) {
        points.add(SyntheticDays.ours(offset, "calls_count", 1, 8));
        points.add(SyntheticDays.ours(offset, "call_time_milliseconds", 4, 8));
      }
      Stream.of(SyntheticDays.looks(offset), SyntheticDays.database(offset))
          .flatMap(List::stream)
          .filter(point -> quiet || !own.contains(point.metric()))
          .forEach(points::add);
    }
    points.sort(Comparator.comparingLong(Point::second));
    return points;
  }

  private static Set<String> fired(List<Replay.Change> changes) {
    return changes.stream()
        .filter(change -> change.state() == AlarmState.ALARM)
        .map(Replay.Change::alarm)
        .filter(alarm -> alarm.severity() != Severity.PART)
        .map(Alarm::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
