package dev.sluice.bench;

import dev.sluice.alarms.Point;
import dev.sluice.alarms.TraceReader;
import dev.sluice.testkit.FunctionFailure;
import dev.sluice.testkit.FunctionProcess;
import dev.sluice.testkit.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What functions tell of themselves, and what AWS would measure of them, as a trace. Of AWS's
 * metrics there are those for which this machine knows what they count; each by the rule that its
 * method here states. Safe for use by several threads.
 */
final class TraceRecorder {
  /** What alarms look at without dimensions; the rest would make traces large. */
  private static final Set<String> LEFT_OUT =
      Set.of(
          "rows_count",
          "statement_time_milliseconds",
          "replica_lag_milliseconds",
          "cache_time_milliseconds",
          "probe_time_milliseconds");

  private static final String OURS = "Sluice";

  private final Set<String> leftOut = new HashSet<>(LEFT_OUT);
  private final List<FunctionProcess> functions = new ArrayList<>();
  private final Set<String> lines = new LinkedHashSet<>();
  private final List<Point> points = new ArrayList<>();
  private Instant started = Instant.MIN;
  private @Nullable Instant began;
  private @Nullable Instant ended;

  /** Leaves out what functions measure of something that they were not given here. */
  synchronized void leaveOut(String metric) {
    leftOut.add(metric);
  }

  /** Takes what a function writes from now on, until it is gone and was read once more. */
  synchronized void watch(FunctionProcess function) {
    functions.add(function);
  }

  /**
   * Lambda counts each invocation of a function, and as an error each that ended in one: what the
   * handler threw, a process that ended, a time that was over.
   *
   * @param function as alarms name it
   */
  Outcome invocation(String function, Invoked invoked) throws InterruptedException {
    Outcome outcome;
    try {
      outcome = invoked.outcome();
    } catch (FunctionFailure e) {
      outcome = new Outcome.FunctionError(e.kind().name(), String.valueOf(e.getMessage()), "");
    }
    Map<String, String> dimensions = Map.of("FunctionName", function);
    measured("AWS/Lambda", "Invocations", dimensions, 1);
    measured("AWS/Lambda", "Errors", dimensions, outcome instanceof Outcome.Answer ? 0 : 1);
    return outcome;
  }

  /** An invocation. */
  @FunctionalInterface
  interface Invoked {
    /** What it came to. */
    Outcome outcome() throws InterruptedException;
  }

  /** One of AWS's values, now. */
  void measured(String namespace, String metric, Map<String, String> dimensions, double value) {
    measured(Instant.now(), namespace, metric, dimensions, value);
  }

  /** One of AWS's values, at another time. */
  synchronized void measured(
      Instant at, String namespace, String metric, Map<String, String> dimensions, double value) {
    points.add(new Point(at.getEpochSecond(), namespace, metric, dimensions, value, 1));
  }

  /** What was measured before, when functions started, is no part of the trace. */
  synchronized void starts() {
    started = Instant.now();
  }

  synchronized void begins() {
    began = Instant.now();
  }

  synchronized void ends() {
    ended = Instant.now();
  }

  /** The tail of what a function wrote is kept, so it is looked at every ten seconds or so. */
  synchronized void readOutput() {
    for (FunctionProcess function : List.copyOf(functions)) {
      boolean gone = !function.isAlive();
      String text = function.output();
      int end = text.lastIndexOf('\n');
      text.substring(0, Math.max(end, 0))
          .lines()
          .filter(line -> line.startsWith("{\"_aws\""))
          .forEach(lines::add);
      if (gone) {
        functions.remove(function);
      }
    }
  }

  /**
   * Writes the trace: equal values of a second become one line with their count.
   *
   * @return how many lines of functions it was made of
   */
  synchronized int write(Path file, Path folder) throws IOException {
    readOutput();
    List<Point> all = new ArrayList<>(points);
    for (Point point : TraceReader.read(Files.write(folder.resolve("trace.emf"), lines))) {
      if (point.dimensions().isEmpty() && !leftOut.contains(point.metric())) {
        all.add(point);
      }
    }
    Map<String, Integer> counts = new TreeMap<>();
    long firstSecond = started.getEpochSecond();
    all.removeIf(point -> point.second() < firstSecond);
    for (Point point : all) {
      counts.merge(line(point), point.count(), Integer::sum);
    }
    List<String> out = new ArrayList<>();
    out.add(mark(began, "begins"));
    out.add(mark(ended, "ends"));
    counts.forEach(
        (line, count) ->
            out.add(
                count == 1
                    ? line
                    : line.substring(0, line.length() - 1) + ",\"count\":" + count + "}"));
    Files.write(file, out);
    return lines.size();
  }

  private static String line(Point point) {
    ObjectNode line = JsonMapper.shared().createObjectNode();
    line.put("at", Instant.ofEpochSecond(point.second()).toString());
    if (!point.namespace().equals(OURS)) {
      line.put("namespace", point.namespace());
    }
    line.put("metric", point.metric());
    if (!point.dimensions().isEmpty()) {
      ObjectNode dimensions = line.putObject("dimensions");
      new TreeMap<>(point.dimensions()).forEach(dimensions::put);
    }
    return line.put("value", Math.round(point.value())).toString();
  }

  private static String mark(@Nullable Instant at, String what) {
    if (at == null) {
      throw new IllegalStateException("no fault " + what + " in this trace");
    }
    return JsonMapper.shared()
        .createObjectNode()
        .put("at", Instant.ofEpochSecond(at.getEpochSecond()).toString())
        .put("fault", what)
        .toString();
  }
}
