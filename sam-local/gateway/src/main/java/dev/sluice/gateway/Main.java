package dev.sluice.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.catalog.CatalogException;
import dev.sluice.data.role.RoleException;
import dev.sluice.servers.ServerException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands of {@code ./sluice} that need Java: serve, and ask what is served. */
@Command(
    name = "./sluice",
    subcommands = {
      UpCommand.class,
      InitCommand.class,
      CallCommand.class,
      ToolsCommand.class,
      CheckCatalogCommand.class,
      GrantScriptCommand.class,
      InvalidateCommand.class,
      AuditCommand.class,
      DisableCommand.class,
      EnableCommand.class,
      DisabledCommand.class,
      RotateCommand.class,
      EraseCommand.class,
      ExportCommand.class
    })
public final class Main {
  private Main() {}

  static {
    LocalGateway.beQuiet();
  }

  /** Runs one command and ends the process with its status: 0 done, 1 failed, 2 called wrongly. */
  public static void main(String[] args) {
    System.exit(
        run(
            new PrintWriter(System.out, true, UTF_8),
            new PrintWriter(System.err, true, UTF_8),
            args));
  }

  static int run(PrintWriter out, PrintWriter err, String... args) {
    return new CommandLine(new Main())
        .setOut(out)
        .setErr(err)
        .setParameterExceptionHandler(
            (exception, _) -> {
              complain(err, exception.getMessage());
              return CommandLine.ExitCode.USAGE;
            })
        .setExecutionExceptionHandler((exception, _, _) -> failed(exception, err))
        .execute(args);
  }

  /** What a person can mend is told in words; anything else is a fault of ours, with its trace. */
  private static int failed(Exception exception, PrintWriter err) throws Exception {
    switch (told(exception)) {
      case CatalogException e -> complain(err, "the catalogue does not check:\n" + e.getMessage());
      case CommandException e -> complain(err, e.getMessage());
      case ServerException e -> complain(err, e.getMessage());
      case RoleException e -> complain(err, e.getMessage());
      default -> throw exception;
    }
    return CommandLine.ExitCode.SOFTWARE;
  }

  /** What the handler's own start says lies under what Spring says of it. */
  private static Throwable told(Throwable thrown) {
    Throwable cause = thrown;
    while (cause != null && !(cause instanceof RoleException)) {
      cause = cause.getCause();
    }
    return cause == null ? thrown : cause;
  }

  private static void complain(PrintWriter err, @Nullable String message) {
    err.println("sluice: " + String.valueOf(message).replace("\n", "\n        "));
  }
}
