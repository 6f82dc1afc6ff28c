package dev.sluice.conformance;

import dev.sluice.npm.NodePackages;
import dev.sluice.npm.ProgramException;
import java.io.PrintWriter;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The entry of {@code ./sluice conformance}. */
@Command(name = "./sluice conformance")
@SuppressWarnings("NullAway.Init") // picocli fills the fields.
public final class Main implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "REVISION")
  private @Nullable String revision;

  private Main() {}

  /** Ends with the suite's status: 0 passed, 1 failed; 2 called wrongly. */
  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new Main())
            .setParameterExceptionHandler(
                (exception, _) -> {
                  complain(exception.getMessage());
                  return CommandLine.ExitCode.USAGE;
                })
            .setExecutionExceptionHandler(
                (exception, _, _) -> {
                  if (exception instanceof ProgramException) {
                    complain(exception.getMessage());
                    return CommandLine.ExitCode.SOFTWARE;
                  }
                  throw exception;
                })
            .execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    List<Revision> revisions = revisions();
    Path root = Path.of(System.getProperty("sluice.root", "."));
    Path home = root.resolve("conformance");
    PrintWriter err = spec.commandLine().getErr();
    NodePackages packages = NodePackages.install(home, Places.cache(), err::println);
    Suite suite = new Suite(packages, Redirect.INHERIT);
    int status = 0;
    try (FixtureGateway gateway = FixtureGateway.start(root, err::println)) {
      for (Revision each : revisions) {
        Suite.Verdict verdict =
            suite.run(
                each,
                gateway.endpoint(),
                Places.baseline(home, each),
                home.resolve("target/results").resolve(each.date()));
        print(each, verdict);
        status = Math.max(status, verdict.exitStatus());
      }
    }
    return status;
  }

  private List<Revision> revisions() {
    if (revision == null) {
      return List.of(Revision.values());
    }
    return List.of(
        Revision.of(revision)
            .orElseThrow(
                () ->
                    new ParameterException(
                        spec.commandLine(),
                        "the suite has no requirements for \""
                            + revision
                            + "\": write "
                            + Revision.MODERN.date()
                            + " or "
                            + Revision.LEGACY.date())));
  }

  private static void print(Revision revision, Suite.Verdict verdict) {
    verdict.faults().forEach(Main::complain);
    System.out.printf(
        "%n%s %s: %d checks passed in %d scenarios%n",
        revision.date(),
        verdict.exitStatus() == 0 ? "conforms" : "does NOT conform",
        verdict.results().passed(),
        verdict.results().scenarios().size());
  }

  private static void complain(@Nullable String message) {
    System.err.println("sluice: " + String.valueOf(message).replace("\n", "\n        "));
  }
}
