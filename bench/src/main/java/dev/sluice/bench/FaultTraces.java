package dev.sluice.bench;

import dev.sluice.alarms.Point;
import dev.sluice.alarms.TraceReader;
import dev.sluice.servers.RedisServer;
import dev.sluice.testkit.FunctionFailure;
import dev.sluice.testkit.FunctionProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Records what the deployed function measures of itself while a real fault begins, lasts and ends,
 * at 500 calls a minute: a trace for {@code ./sluice replay}. Used by one thread.
 */
final class FaultTraces {
  private static final int ENVIRONMENTS = 3;
  private static final long EVERY_MILLIS = 120;
  private static final Duration QUIET = Duration.ofSeconds(20);
  private static final Duration READ_OUTPUT = Duration.ofSeconds(10);
  private static final Duration START_LIMIT = Duration.ofSeconds(90);

  /** What alarms look at without dimensions; the rest would make traces large. */
  private static final Set<String> LEFT_OUT =
      Set.of(
          "rows_count",
          "statement_time_milliseconds",
          "replica_lag_milliseconds",
          "cache_time_milliseconds");

  private final Stage stage;
  private final Path folder;
  private final Consumer<String> progress;
  private final CustomerOrders question;

  /** A fault: how it begins and ends, and for how long it lasts. */
  private record Fault(String name, Duration lasts, Step begin, Step end) {}

  @FunctionalInterface
  private interface Step {
    void run() throws Exception;
  }

  FaultTraces(Stage stage, Path folder, Consumer<String> progress) throws Exception {
    this.stage = stage;
    this.folder = Files.createDirectories(folder);
    this.progress = progress;
    this.question = CustomerOrders.in(stage.cluster());
  }

  /** Records the faults of the database and of the disk, one after the other. */
  void recordFaults() throws Exception {
    Duration longer = Duration.ofSeconds(50);
    Duration shorter = Duration.ofSeconds(30);
    trace(
        new Fault(
            "database-gone",
            longer,
            () -> {
              stage.cluster().killReplica(0);
              stage.cluster().stopPrimary();
            },
            () -> {
              stage.cluster().restartPrimary();
              stage.cluster().restartReplica(0);
            }),
        stage.environment());
    trace(
        new Fault(
            "replica-killed",
            shorter,
            () -> stage.cluster().killReplica(0),
            () -> stage.cluster().restartReplica(0)),
        stage.environment());
    trace(
        new Fault(
            "replica-hung",
            shorter,
            () -> stage.cluster().hangReplica(0),
            () -> stage.cluster().wakeReplica(0)),
        stage.environment());
    Map<String, String> unrecorded = stage.environment();
    Path audit = stage.folder().resolve("audit-link");
    Files.deleteIfExists(audit);
    Files.createSymbolicLink(audit, stage.folder().resolve("audit.jsonl"));
    unrecorded.put("SLUICE_AUDIT_FILE", audit.toString());
    trace(
        new Fault(
            "audit-full",
            longer,
            () -> link(audit, Path.of("/dev/full")),
            () -> link(audit, stage.folder().resolve("audit.jsonl"))),
        unrecorded);
  }

  /** Records the fault of the cache, which takes as long as the others together. */
  void recordCache() throws Exception {
    try (RedisServer redis = RedisServer.start(stage.folder().resolve("redis"))) {
      Map<String, String> cached = stage.environment();
      cached.put("SLUICE_CACHE_URL", "redis://127.0.0.1:" + redis.port());
      trace(new Fault("cache-gone", Duration.ofSeconds(245), redis::kill, redis::restart), cached);
    }
  }

  private static void link(Path link, Path target) throws IOException {
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, target);
  }

  private void trace(Fault fault, Map<String, String> environment) throws Exception {
    progress.accept("Recording " + fault.name());
    List<FunctionProcess> functions = new ArrayList<>();
    Set<String> lines = new LinkedHashSet<>();
    try (ExecutorService callers = Executors.newFixedThreadPool(ENVIRONMENTS)) {
      environment.putIfAbsent(
          "SLUICE_AUDIT_FILE", stage.folder().resolve("audit.jsonl").toString());
      for (int i = 0; i < ENVIRONMENTS; i++) {
        functions.add(
            stage.start(stage.options().withJvmArguments("-Xmx200m").withEnvironment(environment)));
      }
      for (FunctionProcess function : functions) {
        function.awaitReady(START_LIMIT);
        var _ = function.invoke(question.event());
      }
      Calls calls = new Calls(functions, callers, lines);
      calls.steadily(QUIET);
      Instant from = Instant.now();
      fault.begin().run();
      calls.steadily(fault.lasts());
      fault.end().run();
      Instant until = Instant.now();
      calls.steadily(QUIET);
      callers.shutdownNow();
      calls.readOutput();
      write(fault.name(), lines, from, until);
    } finally {
      for (FunctionProcess function : functions) {
        function.close();
      }
    }
  }

  /** Calls of functions that take turns; what comes while all are busy is not made up for. */
  private final class Calls {
    private final List<FunctionProcess> functions;
    private final ExecutorService callers;
    private final Set<String> lines;
    private final AtomicInteger busy = new AtomicInteger();
    private int next;
    private long readNanos = System.nanoTime();

    Calls(List<FunctionProcess> functions, ExecutorService callers, Set<String> lines) {
      this.functions = functions;
      this.callers = callers;
      this.lines = lines;
    }

    void steadily(Duration lasts) throws InterruptedException {
      long endNanos = System.nanoTime() + lasts.toNanos();
      while (System.nanoTime() < endNanos) {
        if (busy.get() < functions.size()) {
          busy.incrementAndGet();
          FunctionProcess function = functions.get(next++ % functions.size());
          callers.execute(() -> call(function));
        }
        if (System.nanoTime() - readNanos > READ_OUTPUT.toNanos()) {
          readOutput();
        }
        Thread.sleep(EVERY_MILLIS);
      }
    }

    /** The tail of what a function wrote is kept, so it is looked at now and then. */
    void readOutput() {
      readNanos = System.nanoTime();
      for (FunctionProcess function : functions) {
        String text = function.output();
        int end = text.lastIndexOf('\n');
        text.substring(0, Math.max(end, 0))
            .lines()
            .filter(line -> line.startsWith("{\"_aws\""))
            .forEach(lines::add);
      }
    }

    private void call(FunctionProcess function) {
      try {
        var _ = function.invoke(question.event());
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      } catch (FunctionFailure _) {
        // Its figures tell, or its silence.
      } finally {
        busy.decrementAndGet();
      }
    }
  }

  /** Equal values of a second become one line with their count. */
  private void write(String name, Set<String> lines, Instant from, Instant until)
      throws IOException {
    Path raw = Files.write(stage.folder().resolve(name + ".emf"), lines);
    Map<String, Integer> counts = new TreeMap<>();
    for (Point point : TraceReader.read(raw)) {
      if (point.dimensions().isEmpty() && !LEFT_OUT.contains(point.metric())) {
        ObjectNode line = JsonMapper.shared().createObjectNode();
        line.put("at", Instant.ofEpochSecond(point.second()).toString());
        line.put("metric", point.metric());
        line.put("value", Math.round(point.value()));
        counts.merge(line.toString(), point.count(), Integer::sum);
      }
    }
    List<String> out = new ArrayList<>();
    out.add(mark(from, "begins"));
    out.add(mark(until, "ends"));
    counts.forEach(
        (line, count) ->
            out.add(
                count == 1
                    ? line
                    : line.substring(0, line.length() - 1) + ",\"count\":" + count + "}"));
    Files.write(folder.resolve(name + ".jsonl"), out);
    progress.accept(
        String.format(Locale.ROOT, "%s: %,d lines of the function", name, lines.size()));
  }

  private static String mark(Instant at, String what) {
    return JsonMapper.shared()
        .createObjectNode()
        .put("at", Instant.ofEpochSecond(at.getEpochSecond()).toString())
        .put("fault", what)
        .toString();
  }
}
