package dev.sluice.bench;

import dev.sluice.attacks.Fuzz;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Statements out of a grammar, longer than a test can wait for. */
@Command(
    name = "fuzz",
    description =
        "Sends statements out of a grammar through Sluice to a careless database, and looks after"
            + " each batch whether anything changed.")
@SuppressWarnings("NullAway.Init") // picocli fills the fields.
final class FuzzBench implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--seconds",
      description = "how long (default: ${DEFAULT-VALUE})",
      defaultValue = "600")
  private int seconds;

  @Option(
      names = "--seed",
      description = "other statements for another number (default: ${DEFAULT-VALUE})",
      defaultValue = "1")
  private long seed;

  @Override
  public Integer call() throws Exception {
    Main.requirePositive(spec, "--seconds", seconds);
    Progress progress = Progress.onStandardError();
    Fuzz.Result result = Fuzz.run(Duration.ofSeconds(seconds), seed, progress::say);
    result.findings().forEach(System.out::println);
    System.out.printf(
        "%,d statements of seed %d in %d s, %,d answered, %d findings%n",
        result.asked(), seed, seconds, result.answered(), result.findings().size());
    return result.findings().isEmpty() ? 0 : 1;
  }
}
