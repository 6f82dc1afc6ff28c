package dev.sluice.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Restores with every socket dead and the password changed, and tasks whose function is killed. */
@Command(
    name = "faults",
    description =
        "Restores with every socket dead and the password changed; tasks whose function is killed.")
@SuppressWarnings("NullAway.Init") // picocli fills the fields.
final class Faults implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--restores",
      paramLabel = "N",
      description = "how many restores to drill (default ${DEFAULT-VALUE})")
  private int restores = 200;

  @Option(
      names = "--at-once",
      paramLabel = "N",
      description = "how many functions to start together (default ${DEFAULT-VALUE})")
  private int atOnce = 4;

  @Option(
      names = "--kills",
      paramLabel = "N",
      description = "how often to kill the task-function at work (default ${DEFAULT-VALUE})")
  private int kills = 1_000;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "of the moments to kill at (default ${DEFAULT-VALUE})")
  private long seed = 1;

  @Option(
      names = "--record",
      paramLabel = "DIR",
      description = "instead, record traces of faults into a folder, such as alarms/traces")
  private @Nullable Path record;

  @Option(
      names = "--detect",
      paramLabel = "N",
      description = "instead, kill and hang a replica so often each, and tell when it was left")
  private @Nullable Integer detect;

  private final Progress progress = Progress.onStandardError();
  private final Histogram times = new Histogram(3);
  private int drilled;

  @Override
  public Integer call() throws Exception {
    Main.requirePositive(spec, "--restores", restores);
    Main.requirePositive(spec, "--at-once", atOnce);
    Main.requirePositive(spec, "--kills", kills);
    if (record != null) {
      record(record);
      return 0;
    }
    if (detect != null) {
      Main.requirePositive(spec, "--detect", detect);
      detect(detect);
      return 0;
    }
    try (Stage stage = Stage.open(progress::say)) {
      boolean restored = restore(stage);
      boolean killed = kill(stage);
      return restored && killed ? 0 : 1;
    }
  }

  private void record(Path folder) throws Exception {
    try (Stage stage = Stage.open(progress::say);
        Stage cached = Stage.open(progress::say);
        ExecutorService both = Executors.newFixedThreadPool(2)) {
      Future<?> cache =
          both.submit(
              () -> {
                new FaultTraces(cached, folder, progress::say).recordCache();
                return null;
              });
      new FaultTraces(stage, folder, progress::say).recordFaults();
      var _ = cache.get();
    }
  }

  private void detect(int times) throws Exception {
    try (DetectionDrill drill = DetectionDrill.open(progress::say)) {
      for (DetectionDrill.Fault fault : DetectionDrill.Fault.values()) {
        progress.say(times + " × " + fault);
        DetectionDrill.Seen seen = drill.run(fault, times);
        progress.end();
        spec.commandLine().getOut().println(seen.line());
      }
    }
  }

  private boolean kill(Stage stage) throws Exception {
    long startNanos = System.nanoTime();
    try (TaskDrill drill = TaskDrill.on(stage, seed)) {
      TaskDrill.Left left =
          drill.run(kills, done -> progress.at(done, kills, " kills of the task-function"));
      progress.end();
      left.wrong().forEach(System.err::println);
      spec.commandLine()
          .getOut()
          .printf(
              Locale.ROOT,
              "%,d kills of seed %d: %,d tasks with one result, %,d failed, %d things left that must"
                  + " not be; %.0f s in all%n",
              left.kills(),
              seed,
              left.completed(),
              left.failed(),
              left.wrong().size(),
              (System.nanoTime() - startNanos) / 1e9);
      return left.wrong().isEmpty();
    }
  }

  private boolean restore(Stage stage) throws IOException, SQLException, InterruptedException {
    long startNanos = System.nanoTime();
    progress.say("Starting " + atOnce + " functions");
    new RestoreDrill(stage).run(restores, atOnce, this::note);
    progress.end();
    long right = times.getTotalCount();
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "%d of %d first answers right; after the restore was answered: p50 %.1f ms, p99 %.1f ms,"
                + " max %.1f ms; %.0f s in all%n",
            right,
            restores,
            times.getValueAtPercentile(50) / 1e6,
            times.getValueAtPercentile(99) / 1e6,
            times.getMaxValue() / 1e6,
            (System.nanoTime() - startNanos) / 1e9);
    return right == restores;
  }

  private void note(RestoreDrill.Restored restored) {
    drilled++;
    if (restored.wrong().isPresent()) {
      progress.end();
      System.err.println("restore " + drilled + " went wrong: " + restored.wrong().get());
    } else {
      times.recordValue(restored.tookNanos());
    }
    progress.at(drilled, restores, ", " + times.getTotalCount() + " right");
  }
}
