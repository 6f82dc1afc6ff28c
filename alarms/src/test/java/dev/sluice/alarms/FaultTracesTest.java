package dev.sluice.alarms;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
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
  private static final String LAMBDA = "AWS/Lambda";
  private static final int QUIET_SECONDS = 2_400;

  /** Before that, in steps: the error budget is looked at over six hours. */
  private static final int LONG_QUIET_SECONDS = 7 * 3_600;

  /** Several tests look at each, and none may change it. */
  private static final Map<String, List<Replay.Change>> CHANGES = new ConcurrentHashMap<>();

  /** What needs 3 of 5 minutes, or 2 of 3 times five of them, has resolved by then. */
  private static final int QUIET_AFTER_SECONDS = 1_200;

  /** From the first bad call to the page. */
  private static final int DETECTION_SECONDS = 40;

  /** Of calls and the probe. Fifty seconds are no fast burning of a month's budget. */
  private static final Set<String> FAILING = Set.of("calls-failing", "probe-fails");

  /** What pages within seconds, and the metric of what is bad then. */
  private static final Map<String, String> AT_ONCE =
      Map.of(
          "calls-failing", "call_failures_count", "many-callers-refused", "tokens_refused_count");

  /** Nobody is woken: calls go by what is away, or to the next server. */
  private static final Set<String> NOBODY = Set.of();

  private static final Map<String, Set<String>> FIRES =
      Map.ofEntries(
          // Governed SQL.
          entry("database-gone", FAILING),
          entry("connections-taken", FAILING),
          entry("table-locked", FAILING),
          entry(
              "database-slow",
              with(
                  FAILING,
                  "error-budget-burns",
                  "error-budget-burns-fast",
                  "calls-slow",
                  "calls-very-slow",
                  "servers-lost")),
          entry("replica-killed", NOBODY),
          entry("replica-hung", NOBODY),
          entry("replica-lags", Set.of("replicas-lag", "replicas-lag-badly")),
          entry("primary-gone", NOBODY),
          entry("password-changed", NOBODY),
          entry("database-silent", FAILING),
          entry("statements-costly", NOBODY),
          entry("audit-full", FAILING),
          entry("bodies-too-large", NOBODY),
          entry("function-killed", NOBODY),
          // The cache.
          entry("cache-gone", Set.of("cache-fails")),
          entry("cache-hung", Set.of("cache-fails")),
          entry("cache-slow", Set.of("cache-fails")),
          entry("cache-full", Set.of("cache-fails")),
          entry("stampede", NOBODY),
          // Tasks.
          entry("task-store-gone", Set.of("calls-failing")),
          entry(
              "task-store-throttled",
              Set.of("calls-failing", "task-writes-throttled", "task-reads-throttled")),
          entry("steps-killed", Set.of("steps-fail")),
          entry("starts-throttled", Set.of("tasks-wait")),
          // Identity.
          entry("issuer-gone", Set.of("keys-unreadable")),
          entry(
              "keys-replaced",
              Set.of("keys-unreadable", "most-callers-refused", "many-callers-refused")),
          entry("tokens-refused", Set.of("most-callers-refused", "many-callers-refused")));

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

  /** A bad call is one that failed for a reason of ours, or one of many that are refused. */
  @TestFactory
  Stream<DynamicTest> fault_thatFailsCalls_pagesWithin40SecondsOfTheFirstBadCall() {
    return FIRES.entrySet().stream()
        .filter(each -> !Collections.disjoint(each.getValue(), AT_ONCE.keySet()))
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

  /** Where no page is for failing calls, hardly any may fail. */
  @TestFactory
  Stream<DynamicTest> fault_withoutThatPage_failsFewerThanOneCallInAHundred() {
    return FIRES.keySet().stream()
        .filter(name -> !FIRES.getOrDefault(name, NOBODY).contains("calls-failing"))
        .map(
            name ->
                DynamicTest.dynamicTest(
                    name,
                    () ->
                        assertThat(sum(name, "call_failures_count"))
                            .isLessThanOrEqualTo(sum(name, "calls_count") / 100)));
  }

  /** The burn rate of six hours alone goes on for hours. */
  @TestFactory
  Stream<DynamicTest> fault_ended_resolvesItsAlarms() {
    return FIRES.entrySet().stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.getKey(),
                    () ->
                        assertThat(stillFiring(changes(each.getKey())))
                            .isSubsetOf("error-budget-burns")));
  }

  private static double sum(String name, String metric) throws IOException {
    return TraceReader.read(TRACES.resolve(name + ".jsonl")).stream()
        .filter(point -> point.metric().equals(metric))
        .mapToDouble(point -> point.value() * point.count())
        .sum();
  }

  private static Set<String> stillFiring(List<Replay.Change> changes) {
    Set<String> firing = new TreeSet<>();
    for (Replay.Change change : changes) {
      if (change.alarm().severity() == Severity.PART) {
        continue;
      }
      if (change.state() == AlarmState.ALARM) {
        firing.add(change.alarm().name());
      } else {
        firing.remove(change.alarm().name());
      }
    }
    return firing;
  }

  private static Set<String> with(Set<String> names, String... more) {
    Set<String> all = new TreeSet<>(names);
    all.addAll(List.of(more));
    return all;
  }

  private static List<Replay.Change> changes(String name) {
    return CHANGES.computeIfAbsent(
        name,
        _ -> {
          try {
            return List.copyOf(Replay.of(SET, whole(name)));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static long firstBadSecond(String name) throws IOException {
    Path trace = TRACES.resolve(name + ".jsonl");
    long begins = begins(trace).getEpochSecond();
    Set<String> bad = new TreeSet<>();
    AT_ONCE.forEach(
        (alarm, metric) -> {
          if (FIRES.getOrDefault(name, NOBODY).contains(alarm)) {
            bad.add(metric);
          }
        });
    return TraceReader.read(trace).stream()
        .filter(point -> bad.contains(point.metric()) && point.second() >= begins)
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
   * but for what it has of that itself. Its functions are called in the quiet too. The probe calls
   * a tool, past the authorizer: it is answered where callers are refused, and not where most calls
   * of its 10 s fail.
   */
  static List<Point> whole(String name) throws IOException {
    List<Point> recorded = TraceReader.read(TRACES.resolve(name + ".jsonl"));
    long from = recorded.getFirst().second();
    long until = recorded.getLast().second();
    Set<String> own = recorded.stream().map(Point::metric).collect(Collectors.toSet());
    Set<Map<String, String>> functions =
        recorded.stream()
            .filter(point -> point.namespace().equals(LAMBDA))
            .map(Point::dimensions)
            .collect(Collectors.toSet());
    boolean hasAuthorizer = functions.contains(Map.of("FunctionName", "authorizer-function"));
    List<Point> points = new ArrayList<>(recorded);
    for (long second = (from - LONG_QUIET_SECONDS) / 60 * 60;
        second < (from - QUIET_SECONDS) / 60 * 60;
        second += Series.STEP_SECONDS) {
      long offset = second - SyntheticDays.START;
      points.add(SyntheticDays.ours(offset, "calls_count", 1, 8 * Series.STEP_SECONDS));
      points.add(SyntheticDays.ours(offset, "call_time_milliseconds", 4, 8 * Series.STEP_SECONDS));
      points.addAll(SyntheticDays.looks(offset));
      points.addAll(SyntheticDays.database(offset));
    }
    Set<Long> failing = failing(recorded);
    for (long second = (from - QUIET_SECONDS) / 60 * 60;
        second <= until + QUIET_AFTER_SECONDS;
        second++) {
      long offset = second - SyntheticDays.START;
      boolean quiet = second < from || second > until;
      if (quiet) {
        points.add(SyntheticDays.ours(offset, "calls_count", 1, 8));
        points.add(SyntheticDays.ours(offset, "call_time_milliseconds", 4, 8));
      }
      if (quiet && second % 60 == 0) {
        for (Map<String, String> function : functions) {
          points.add(new Point(second, LAMBDA, "Invocations", function, 1, 480));
          points.add(new Point(second, LAMBDA, "Errors", function, 0, 480));
        }
      }
      if (hasAuthorizer && second % 10 == 0) {
        points.add(SyntheticDays.ours(offset, "calls_count", 1, 1));
      }
      Stream.of(SyntheticDays.looks(offset), SyntheticDays.database(offset))
          .flatMap(List::stream)
          .filter(point -> quiet || !own.contains(point.metric()))
          .map(
              point ->
                  point.metric().equals("probe_failures_count")
                          && failing.contains(point.second() / Series.STEP_SECONDS)
                      ? SyntheticDays.ours(offset, point.metric(), 1, 1)
                      : point)
          .forEach(points::add);
    }
    points.sort(Comparator.comparingLong(Point::second));
    return points;
  }

  /** Steps in which more calls failed than did not. */
  private static Set<Long> failing(List<Point> points) {
    Map<Long, Double> balance = new HashMap<>();
    for (Point point : points) {
      double weight =
          switch (point.metric()) {
            case "call_failures_count" -> 2;
            case "calls_count" -> -1;
            default -> 0;
          };
      balance.merge(
          point.second() / Series.STEP_SECONDS,
          weight * point.value() * point.count(),
          Double::sum);
    }
    return balance.entrySet().stream()
        .filter(each -> each.getValue() > 0)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
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
