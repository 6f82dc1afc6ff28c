package dev.sluice.cdk;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.npm.ProgramException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands of {@code ./sluice} that are about the cloud. */
@Command(
    name = "./sluice",
    subcommands = {SynthCommand.class, CostCommand.class, DiffCommand.class, DeployCommand.class})
public final class Main {
  private Main() {}

  /** Runs one command and ends the process with its status: 0 done, 1 failed, 2 called wrongly. */
  public static void main(String[] arguments) {
    System.exit(
        run(
            new PrintWriter(System.out, true, UTF_8),
            new PrintWriter(System.err, true, UTF_8),
            arguments));
  }

  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    return new CommandLine(new Main())
        .setOut(out)
        .setErr(err)
        .setParameterExceptionHandler(
            (exception, _) -> {
              complain(err, exception.getMessage());
              return CommandLine.ExitCode.USAGE;
            })
        .setExecutionExceptionHandler(
            (exception, _, _) -> {
              if (exception instanceof CloudException || exception instanceof ProgramException) {
                complain(err, exception.getMessage());
                return CommandLine.ExitCode.SOFTWARE;
              }
              throw exception;
            })
        .execute(arguments);
  }

  private static void complain(PrintWriter err, @Nullable String message) {
    err.println("sluice: " + String.valueOf(message).replace("\n", "\n        "));
  }
}
