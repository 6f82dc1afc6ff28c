package dev.sluice.cdk;

import dev.sluice.cdk.plan.Deployment;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes the templates of an environment, and says what is in them. */
@Command(name = "synth")
@SuppressWarnings("NullAway.Init") // picocli fills the fields.
final class SynthCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "ENV", converter = EnvironmentArgument.class)
  private Deployment plan;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Synthesis synthesis =
        Synthesis.of(List.of(plan.name()), Places.templates(), true, err::println);
    Report.of(plan, synthesis).print(out);
    return 0;
  }
}
