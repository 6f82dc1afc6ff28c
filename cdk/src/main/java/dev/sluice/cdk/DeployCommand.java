package dev.sluice.cdk;

import dev.sluice.cdk.plan.Deployment;
import dev.sluice.cdk.stack.RollbackTriggers;
import java.io.PrintWriter;
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
    PrintWriter err = spec.commandLine().getErr();
    if (plan.watched()) {
      err.println(
          "PagerDuty's addresses are taken from the secret sluice/"
              + plan.name()
              + "/pagerduty, which must be there: runbooks/procedures/deploy.md says how.");
    }
    int status = CloudRun.of(plan, err, "deploy", "--require-approval", "broadening");
    if (status != 0) {
      return status;
    }
    Afterwards.readerOf(plan).forEach(err::println);
    Afterwards.budgetOf(plan).forEach(err::println);
    if (plan.watched()) {
      // The CDK's command line has no option for it, and CloudFormation keeps what it was told.
      err.println(
          "Once, and after a change of "
              + RollbackTriggers.FILE
              + ", tell CloudFormation which alarms take an update back after the shift:");
      err.println(
          "  aws cloudformation update-stack --use-previous-template"
              + " --capabilities CAPABILITY_IAM --stack-name "
              + plan.named("service")
              + " --rollback-configuration file://"
              + Places.templates().resolve(plan.name()).resolve(RollbackTriggers.FILE));
    }
    return status;
  }
}
