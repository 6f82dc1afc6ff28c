package dev.sluice.bench;

import java.util.Collection;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;

/** Time and memory of a request in-process. */
@Command(
    name = "protocol",
    description = "Time and memory of a request in-process, in both eras, without a database.")
final class Protocol implements Callable<Integer> {
  private static final String ALLOCATION = "gc.alloc.rate.norm";

  @Override
  public Integer call() throws Exception {
    Progress progress = Progress.onStandardError();
    progress.say("Measuring four kinds of request, about 10 s each");
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(ProtocolBenchmark.class.getName())
                    .addProfiler(GCProfiler.class)
                    .verbosity(VerboseMode.SILENT)
                    .jvmArgsAppend("-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED")
                    .build())
            .run();
    System.out.printf("%-18s %12s %14s%n", "request", "us a call", "bytes a call");
    for (RunResult result : results) {
      System.out.printf(
          "%-18s %12.2f %14.0f%n",
          result.getPrimaryResult().getLabel(),
          result.getPrimaryResult().getScore(),
          Objects.requireNonNull(result.getSecondaryResults().get(ALLOCATION)).getScore());
    }
    return 0;
  }
}
