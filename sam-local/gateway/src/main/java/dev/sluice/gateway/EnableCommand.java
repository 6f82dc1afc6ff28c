package dev.sluice.gateway;

import dev.sluice.control.off.Target;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Switches on again what was switched off. */
@Command(name = "enable")
@SuppressWarnings("NullAway.Init") // picocli fills the fields.
final class EnableCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private SwitchAccess switches;

  @Parameters(index = "0", paramLabel = "TARGET")
  private String target;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Target named = switches.target(target);
    switches.with(
        store ->
            out.println(
                store.remove(named).isPresent()
                    ? named + " is switched on: in force everywhere within a minute."
                    : named + " was not switched off."));
    return 0;
  }
}
