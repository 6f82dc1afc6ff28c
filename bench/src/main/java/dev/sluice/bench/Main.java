package dev.sluice.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/** The entry of {@code ./sluice bench}. */
@Command(
    name = "./sluice bench",
    description = "Measures one thing here.",
    subcommands = {
      Calls.class,
      Faults.class,
      FuzzBench.class,
      GovernanceBench.class,
      Peers.class,
      Protocol.class,
      TelemetryCost.class,
      Verdicts.class
    },
    synopsisSubcommandLabel = "NAME")
public final class Main {
  @SuppressWarnings("UnusedVariable") // picocli acts on it.
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "say what there is")
  private boolean help;

  private Main() {}

  /** Ends with status 0 when all went well, 1 when a figure is not as it must be, 2 on misuse. */
  public static void main(String[] arguments) {
    System.exit(
        run(
            new PrintWriter(System.out, true, UTF_8),
            new PrintWriter(System.err, true, UTF_8),
            arguments));
  }

  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    return new CommandLine(new Main()).setOut(out).setErr(err).execute(arguments);
  }

  /** Refuses a number that no bench could work with. */
  static void requirePositive(CommandSpec spec, String option, int value) {
    if (value < 1) {
      throw new ParameterException(
          spec.commandLine(), option + " is " + value + ": write a number from 1");
    }
  }
}
