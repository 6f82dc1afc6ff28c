package dev.sluice.cdk;

import dev.sluice.cdk.plan.Deployment;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Deploys an environment. */
@Command(name = "deploy")
@SuppressWarnings("NullAway.Init") // picocli fills the fields.
final class DeployCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "ENV", converter = EnvironmentArgument.class)
  private Deployment plan;

  @Override
  public Integer call() throws Exception {
    return CloudRun.of(
        plan, spec.commandLine().getErr(), "deploy", "--require-approval", "broadening");
  }
}
