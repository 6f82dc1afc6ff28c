package dev.sluice.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The entry of {@code ./sluice bench}. */
@Command(
    name = "./sluice bench",
    description = "Measures one thing here.",
    subcommands = {Calls.class, Faults.class, Protocol.class},
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
    System.exit(new CommandLine(new Main()).execute(arguments));
  }
}
