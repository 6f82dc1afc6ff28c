package dev.sluice.gateway;

import dev.sluice.catalog.Catalog;
import dev.sluice.data.role.GrantScript;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Prints the SQL that makes the role with which a catalogue is read. */
@Command(name = "grant-script")
@SuppressWarnings("NullAway.Init") // picocli fills the fields.
final class GrantScriptCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--catalog")
  private @Nullable Path catalog;

  @Option(names = "--role")
  private String role = "sluice_reader";

  @Option(names = "--connections")
  private int connections = GrantScript.Login.USUAL.connections();

  @Option(names = "--iam")
  private boolean byIam;

  @Override
  public Integer call() {
    Path folder = catalog != null ? catalog : Installation.root().resolve("catalog");
    PrintWriter out = spec.commandLine().getOut();
    try {
      GrantScript.Login login = new GrantScript.Login(connections, byIam);
      out.print(GrantScript.of(Catalog.readWithoutLock(folder).relations(), role, login));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    out.flush();
    return 0;
  }
}
