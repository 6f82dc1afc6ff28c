package dev.sluice.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.telemetry.EmfTelemetry;
import dev.sluice.telemetry.JsonLinesTelemetry;
import dev.sluice.telemetry.Telemetry;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;

/** What telling of a call costs: processor time, memory, bytes, and dollars for a million calls. */
@Command(
    name = "telemetry",
    description = "Time, bytes and dollars of what a call tells, by each sink.")
final class TelemetryCost implements Callable<Integer> {
  private static final String ALLOCATION = "gc.alloc.rate.norm";

  /** Lambda, arm64, us-east-1, a second of 1 GB (2026-11, secondary pages [?]). */
  private static final double DOLLARS_PER_SECOND = 0.0000133334;

  /** CloudWatch Logs, us-east-1, a GB taken in (2026-11, secondary pages [?]). */
  private static final double DOLLARS_PER_GB = 0.50;

  @Override
  public Integer call() throws Exception {
    Progress progress = Progress.onStandardError();
    progress.say("Measuring five sinks, about 10 s each");
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(TelemetryBenchmark.class.getName())
                    .addProfiler(GCProfiler.class)
                    .verbosity(VerboseMode.SILENT)
                    .jvmArgsAppend("-XX:+UseSerialGC")
                    .build())
            .run();
    System.out.printf(
        "%-12s %12s %18s %14s %18s%n",
        "sink", "us a call", "allocated a call", "bytes a call", "US$ a million");
    for (RunResult result : results) {
      String sink = result.getPrimaryResult().getLabel();
      double micros = result.getPrimaryResult().getScore();
      int bytes = bytes(sink);
      System.out.printf(
          Locale.ROOT,
          "%-12s %12.2f %18.0f %14d %18.2f%n",
          sink,
          micros,
          Objects.requireNonNull(result.getSecondaryResults().get(ALLOCATION)).getScore(),
          bytes,
          micros * DOLLARS_PER_SECOND + bytes * 1e6 / 1e9 * DOLLARS_PER_GB);
    }
    return 0;
  }

  private static int bytes(String sink) {
    return switch (sink) {
      case "lines" -> bytes(out -> new JsonLinesTelemetry(out, InstantSource.system()));
      case "emf", "emfAndSpans", "emfAndTrace" ->
          bytes(out -> new EmfTelemetry(out, InstantSource.system(), "7"));
      default -> 0;
    };
  }

  private static int bytes(Function<PrintStream, Telemetry> sink) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    TelemetryBenchmark.call(sink.apply(new PrintStream(bytes, true, UTF_8)));
    return bytes.size();
  }
}
