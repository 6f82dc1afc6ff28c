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

  @Override
  public Integer call() {
    Path folder = catalog != null ? catalog : Installation.root().resolve("catalog");
    PrintWriter out = spec.commandLine().getOut();
    try {
      out.print(GrantScript.of(Catalog.readWithoutLock(folder).relations(), role));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--role: " + e.getMessage(), e);
    }
    out.flush();
    return 0;
  }
}
