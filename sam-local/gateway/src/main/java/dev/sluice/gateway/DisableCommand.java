package dev.sluice.gateway;

import dev.sluice.control.off.Switch;
import dev.sluice.control.off.Target;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Switches a tool, a tenant or a principal off. */
@Command(name = "disable")
@SuppressWarnings("NullAway.Init") // picocli fills the fields.
final class DisableCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private SwitchAccess switches;

  @Parameters(index = "0", paramLabel = "TARGET")
  private String target;

  @Option(names = "--why")
  private String why = "";

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Target known = switches.known(target);
    switches.with(
        store -> store.put(new Switch(known, why, Instant.now().truncatedTo(ChronoUnit.MILLIS))));
    out.println(known + " is switched off: in force everywhere within a minute.");
    return 0;
  }
}
