package dev.sluice.cdk.stack;

import dev.sluice.cdk.plan.Deployment;
import dev.sluice.cdk.plan.Release;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.IAlarm;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.codedeploy.AutoRollbackConfig;
import software.amazon.awscdk.services.codedeploy.ILambdaDeploymentConfig;
import software.amazon.awscdk.services.codedeploy.LambdaApplication;
import software.amazon.awscdk.services.codedeploy.LambdaDeploymentConfig;
import software.amazon.awscdk.services.codedeploy.LambdaDeploymentGroup;
import software.amazon.awscdk.services.codedeploy.TimeBasedCanaryTrafficRouting;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.logs.CfnMetricFilter;
import software.constructs.Construct;

/**
 * How a version gets its traffic: CodeDeploy moves {@code live}, and goes back when an alarm rings.
 * The alarms here are those that a release needs; all others are the business of {@code alarms/}.
 */
final class Releases extends Construct {
  private static final String NAME = "releases";
  private static final String API_ERRORS = "api-errors";
  private static final String PROBE_FAILS = "probe-fails";
  private static final String NEW_VERSION_ERRORS = "new-version-errors";
  private static final String NAMESPACE = "Sluice";
  private static final String PROBE_FAILURES = "probe_failures_count";
  private static final int PROBES_FAILING = 3;
  private static final Duration MINUTE = Duration.minutes(1);

  Releases(
      Construct scope,
      String id,
      Deployment plan,
      List<DutyFunction> functions,
      DutyFunction check) {
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
      if (plan.probed() && function.duty().equals(Duty.PROBE)) {
        count(function);
      }
      List<IAlarm> alarms = new ArrayList<>(rollback(plan, function));
      if (function.duty().equals(Duty.MCP)) {
        alarms.add(apiErrors(plan));
        if (plan.probed()) {
          alarms.add(probeFails(plan));
        }
      }
      LambdaDeploymentGroup group =
          LambdaDeploymentGroup.Builder.create(this, function.duty().id())
              .application(application)
              .deploymentGroupName(plan.named(function.duty().name()))
              .alias(function.live())
              .deploymentConfig(config)
              // As it is: the CDK would add a policy of AWS's, which may move every alias.
              .role(role.withoutPolicyUpdates())
              .alarms(alarms)
              .ignorePollAlarmsFailure(false)
              .autoRollback(
                  AutoRollbackConfig.builder()
                      .failedDeployment(true)
                      .stoppedDeployment(true)
                      .deploymentInAlarm(true)
                      .build())
              .build();
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

  /**
   * Of the new version alone: at a tenth of the traffic, a share of all calls would hide it. The
   * authorizer's are left to {@code tokens_refused_count}: it answers a bad token by failing.
   */
  private List<IAlarm> rollback(Deployment plan, DutyFunction function) {
    if (function.duty().equals(Duty.AUTHORIZER)) {
      return List.of(
          alarm(
              plan,
              function,
              "throttles",
              "Throttles",
              Map.of("FunctionName", function.function().getFunctionName())));
    }
    return List.of(
        alarm(
            plan,
            function,
            NEW_VERSION_ERRORS,
            "Errors",
            // In this order, which is that of the template.
            ordered(
                "FunctionName", function.function().getFunctionName(),
                "Resource", function.function().getFunctionName() + ":" + DutyFunction.LIVE,
                "ExecutedVersion", function.function().getCurrentVersion().getVersion())));
  }

  private Alarm alarm(
      Deployment plan,
      DutyFunction function,
      String name,
      String metric,
      Map<String, String> dimensions) {
    return Alarm.Builder.create(this, function.duty().id() + metric)
        .alarmName(plan.named(function.duty().name() + "-" + name))
        .alarmDescription(function.duty().why() + ": a release goes back when this rings")
        .metric(
            Metric.Builder.create()
                .namespace("AWS/Lambda")
                .metricName(metric)
                .dimensionsMap(dimensions)
                .statistic("Sum")
                .period(MINUTE)
                .build())
        .threshold(0)
        .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
        .evaluationPeriods(1)
        .treatMissingData(TreatMissingData.NOT_BREACHING)
        .build();
  }

  private Alarm apiErrors(Deployment plan) {
    return Alarm.Builder.create(this, "ApiErrors")
        .alarmName(plan.named(API_ERRORS))
        .alarmDescription("More than 1% of calls end in 5XX: a release goes back when this rings")
        .metric(
            Metric.Builder.create()
                .namespace("AWS/ApiGateway")
                .metricName("5XXError")
                .dimensionsMap(
                    // By name: the stage needs the alias, which needs this.
                    ordered("ApiName", plan.named("api"), "Stage", plan.name()))
                .statistic("Average")
                .period(MINUTE)
                .build())
        .threshold(0.01)
        .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
        .evaluationPeriods(2)
        .treatMissingData(TreatMissingData.NOT_BREACHING)
        .build();
  }

  /** From a line of the log to a metric. */
  private void count(DutyFunction probe) {
    CfnMetricFilter.Builder.create(this, "ProbeFailures")
        .logGroupName(probe.log().getLogGroupName())
        .filterPattern("{ $.metric = \"" + PROBE_FAILURES + "\" }")
        .metricTransformations(
            List.of(
                CfnMetricFilter.MetricTransformationProperty.builder()
                    .metricNamespace(NAMESPACE)
                    .metricName(PROBE_FAILURES)
                    .metricValue("$.value")
                    .build()))
        .build();
  }

  private Alarm probeFails(Deployment plan) {
    return Alarm.Builder.create(this, "ProbeFails")
        .alarmName(plan.named(PROBE_FAILS))
        .alarmDescription(
            "Of six looks a minute at the way in and at a tool, three fail, or none is made:"
                + " a release goes back when this rings")
        .metric(
            Metric.Builder.create()
                .namespace(NAMESPACE)
                .metricName(PROBE_FAILURES)
                .statistic("Sum")
                .period(MINUTE)
                .build())
        .threshold(PROBES_FAILING)
        .comparisonOperator(ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD)
        .evaluationPeriods(2)
        .datapointsToAlarm(2)
        .treatMissingData(TreatMissingData.BREACHING)
        .build();
  }

  /**
   * The alarms that CloudFormation watches for a while after all traffic was shifted, when
   * CodeDeploy watches no more: names, the most important first, five at most.
   */
  static List<String> watchedAfterwards(Deployment plan) {
    List<String> names = new ArrayList<>();
    names.add(plan.named(API_ERRORS));
    if (plan.probed()) {
      names.add(plan.named(PROBE_FAILS));
    }
    names.add(plan.named(Duty.MCP.name() + "-" + NEW_VERSION_ERRORS));
    names.add(plan.named(Duty.TASK.name() + "-" + NEW_VERSION_ERRORS));
    return names;
  }

  private static Map<String, String> ordered(String... pairs) {
    Map<String, String> map = new java.util.LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(pairs[i], pairs[i + 1]);
    }
    return map;
  }
}
