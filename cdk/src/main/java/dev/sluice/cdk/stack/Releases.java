package dev.sluice.cdk.stack;

import dev.sluice.alarms.AlarmSet;
import dev.sluice.alarms.MetricAlarm;
import dev.sluice.cdk.plan.Deployment;
import dev.sluice.cdk.plan.Release;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.IAlarm;
import software.amazon.awscdk.services.codedeploy.AutoRollbackConfig;
import software.amazon.awscdk.services.codedeploy.ILambdaDeploymentConfig;
import software.amazon.awscdk.services.codedeploy.LambdaApplication;
import software.amazon.awscdk.services.codedeploy.LambdaDeploymentConfig;
import software.amazon.awscdk.services.codedeploy.LambdaDeploymentGroup;
import software.amazon.awscdk.services.codedeploy.TimeBasedCanaryTrafficRouting;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.constructs.Construct;

/**
 * How a version gets its traffic: CodeDeploy moves {@code live}, and goes back when an alarm rings
 * that {@code alarms/set} marks so.
 */
final class Releases extends Construct {
  private static final String NAME = "releases";

  Releases(
      Construct scope,
      String id,
      Deployment plan,
      List<DutyFunction> functions,
      DutyFunction check,
      AlarmSet set,
      @Nullable Alarms alarms) {
    super(scope, id);
    LambdaApplication application =
        LambdaApplication.Builder.create(this, "Application")
            .applicationName(plan.named(NAME))
            .build();
    ILambdaDeploymentConfig config = config(plan);
    Role role =
        Role.Builder.create(this, "Role")
            .assumedBy(new ServicePrincipal("codedeploy.amazonaws.com"))
            .description("Moves aliases")
            .build();
    role.addToPolicy(
        PolicyStatement.Builder.create()
            .sid("MoveAliases")
            .actions(
                List.of(
                    "lambda:GetAlias",
                    "lambda:UpdateAlias",
                    "lambda:GetProvisionedConcurrencyConfig"))
            .resources(
                functions.stream().map(function -> function.live().getFunctionArn()).toList())
            .build());
    role.addToPolicy(
        PolicyStatement.Builder.create()
            .sid("WatchAlarms")
            .actions(List.of("cloudwatch:DescribeAlarms"))
            .resources(List.of("*"))
            .build());
    role.addToPolicy(
        PolicyStatement.Builder.create()
            .sid("Check")
            .actions(List.of("lambda:InvokeFunction"))
            .resources(List.of(check.function().getFunctionArn()))
            .build());
    for (DutyFunction function : functions) {
      List<String> watched =
          Alarms.rollback(plan, set, function.duty()).stream().map(MetricAlarm::name).toList();
      LambdaDeploymentGroup group =
          LambdaDeploymentGroup.Builder.create(this, function.duty().id())
              .application(application)
              .deploymentGroupName(plan.named(function.duty().name()))
              .alias(function.live())
              .deploymentConfig(config)
              // As it is: the CDK would add a policy of AWS's, which may move every alias.
              .role(role.withoutPolicyUpdates())
              .alarms(watched.stream().map(name -> known(plan, function, name)).toList())
              .ignorePollAlarmsFailure(false)
              .autoRollback(
                  AutoRollbackConfig.builder()
                      .failedDeployment(true)
                      .stoppedDeployment(true)
                      .deploymentInAlarm(!watched.isEmpty())
                      .build())
              .build();
      if (alarms != null) {
        // By name in a text, which CloudFormation does not read.
        watched.forEach(name -> group.getNode().addDependency(alarms.made(name)));
      }
      if (function.duty().equals(Duty.MCP)) {
        group.addPreHook(check.function());
      }
    }
  }

  /** The group that moves the alias of a duty. */
  static String groupArn(Deployment plan, Duty duty) {
    return "arn:aws:codedeploy:"
        + plan.place().region()
        + ":"
        + plan.place().account()
        + ":deploymentgroup:"
        + plan.named(NAME)
        + "/"
        + plan.named(duty.name());
  }

  private ILambdaDeploymentConfig config(Deployment plan) {
    return switch (plan.release()) {
      case Release.AllAtOnce _ -> LambdaDeploymentConfig.ALL_AT_ONCE;
      case Release.Canary canary ->
          LambdaDeploymentConfig.Builder.create(this, "Canary")
              .deploymentConfigName(plan.named("canary"))
              .trafficRouting(
                  TimeBasedCanaryTrafficRouting.Builder.create()
                      .percentage(canary.percent())
                      .interval(Duration.minutes(canary.minutes()))
                      .build())
              .build();
    };
  }

  private IAlarm known(Deployment plan, DutyFunction function, String alarm) {
    return Alarm.fromAlarmName(this, function.duty().id() + "-" + alarm, plan.named(alarm));
  }
}
