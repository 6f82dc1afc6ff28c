package dev.sluice.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry of {@code ./sluice bench}. */
@Command(
    name = "./sluice bench",
    mixinStandardHelpOptions = true,
    description = "Measures one thing here.",
    subcommands = {Faults.class},
    synopsisSubcommandLabel = "NAME")
public final class Main {
  private Main() {}

  /** Ends with status 0 when all went well, 1 when a figure is not as it must be, 2 on misuse. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Main()).execute(arguments));
  }
}
