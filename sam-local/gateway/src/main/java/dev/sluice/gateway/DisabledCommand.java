package dev.sluice.gateway;

import dev.sluice.control.off.Switch;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists what is switched off. */
@Command(name = "disabled")
@SuppressWarnings("NullAway.Init") // picocli fills the fields.
final class DisabledCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private SwitchAccess switches;

  private static final Duration LIMIT = Duration.ofSeconds(5);

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    switches.with(
        store -> {
          List<Switch> all = store.all(LIMIT);
          all.forEach(
              one -> out.println(one.target() + "  since " + one.since() + "  " + one.why()));
          if (all.isEmpty()) {
            out.println("Nothing is switched off.");
          }
        });
    return 0;
  }
}
