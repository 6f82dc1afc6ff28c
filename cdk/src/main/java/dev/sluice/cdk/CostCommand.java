package dev.sluice.cdk;

import dev.sluice.cdk.plan.Deployment;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what an environment costs: a month at rest, and a million calls. */
@Command(name = "cost")
@SuppressWarnings("NullAway.Init") // picocli fills the fields.
final class CostCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "ENV", converter = EnvironmentArgument.class)
  private Deployment plan;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Synthesis synthesis =
        Synthesis.of(List.of(plan.name()), Places.templates(), false, err::println);
    Cost.of(Prices.read(Places.root().resolve("cdk/prices.json")), synthesis, plan).print(out);
    return 0;
  }
}
