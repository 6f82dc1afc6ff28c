package dev.sluice.cdk;

import dev.sluice.cdk.plan.Deployment;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what a deployment would change. */
@Command(name = "diff")
@SuppressWarnings("NullAway.Init") // picocli fills the fields.
final class DiffCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "ENV", converter = EnvironmentArgument.class)
  private Deployment plan;

  @Override
  public Integer call() throws Exception {
    return CloudRun.of(plan, spec.commandLine().getErr(), "diff");
  }
}
