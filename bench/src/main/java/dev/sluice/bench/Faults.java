package dev.sluice.bench;

import java.util.List;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Restores with every socket dead and the password changed. */
@Command(
    name = "faults",
    mixinStandardHelpOptions = true,
    description = "Restores with every socket dead and the password changed.")
final class Faults implements Callable<Integer> {
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

  @Override
  public Integer call() throws Exception {
    long startNanos = System.nanoTime();
    List<RestoreDrill.Restored> all;
    try (Stage stage = Stage.open(Faults::say)) {
      all =
          new RestoreDrill(stage)
              .run(
                  restores,
                  atOnce,
                  restored -> {
                    say(
                        "%.1f ms %s"
                            .formatted(
                                restored.tookNanos() / 1e6, restored.wrong().orElse("right")));
                  });
    }
    Histogram times = new Histogram(3);
    all.stream().filter(r -> r.wrong().isEmpty()).forEach(r -> times.recordValue(r.tookNanos()));
    System.out.printf(
        "%d of %d right; p50 %.1f ms, p99 %.1f ms, max %.1f ms; %.0f s in all%n",
        times.getTotalCount(),
        restores,
        times.getValueAtPercentile(50) / 1e6,
        times.getValueAtPercentile(99) / 1e6,
        times.getMaxValue() / 1e6,
        (System.nanoTime() - startNanos) / 1e9);
    return times.getTotalCount() == restores ? 0 : 1;
  }

  private static void say(String line) {
    System.err.println(line);
  }
}
