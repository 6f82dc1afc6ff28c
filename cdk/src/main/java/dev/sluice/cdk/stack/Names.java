package dev.sluice.cdk.stack;

import dev.sluice.alarms.Alarm;
import dev.sluice.alarms.AlarmSet;
import dev.sluice.alarms.CompositeAlarm;
import dev.sluice.alarms.MetricAlarm;
import dev.sluice.alarms.Source;
import dev.sluice.cdk.plan.DatabasePlan;
import dev.sluice.cdk.plan.Deployment;
import dev.sluice.cdk.plan.Front;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What alarms and dashboards call by logical names, as an environment has it; and what it has not.
 *
 * @param newVersions the number of the version that a release brings, by its function's real name;
 *     a token
 */
record Names(Deployment plan, Map<String, String> newVersions) {
  /** What logical names of functions end in. */
  static final String FUNCTION = "-function";

  /** The one region that has metrics of bills. */
  private static final String REGION_OF_BILLS = "us-east-1";

  /**
   * The alarms of an environment, in the order of their names: none where nobody is told, else all
   * that look at things which it has.
   */
  static List<Alarm> deployed(Deployment plan, AlarmSet set) {
    return set.alarms().values().stream().filter(alarm -> has(plan, set, alarm)).toList();
  }

  private static boolean has(Deployment plan, AlarmSet set, Alarm alarm) {
    return plan.watched()
        && switch (alarm) {
          case MetricAlarm metric ->
              metric.sources().values().stream().allMatch(source -> has(plan, source.dimensions()));
          case CompositeAlarm composite ->
              set.metricAlarms().stream()
                  .filter(part -> composite.allOf().contains(part.name()))
                  .allMatch(part -> has(plan, set, part));
        };
  }

  /** Whether an environment has what dimensions speak of. */
  static boolean has(Deployment plan, Map<String, String> dimensions) {
    return dimensions.keySet().stream()
        .allMatch(
            dimension ->
                switch (dimension) {
                  // What a database that was there before is called, its owner knows.
                  case "DBClusterIdentifier" -> plan.database() instanceof DatabasePlan.Created;
                  case "CertificateArn" -> plan.front() instanceof Front.Domain;
                  case "Currency" -> plan.place().region().equals(REGION_OF_BILLS);
                  default -> true;
                });
  }

  /** The real names, in the same order. */
  Map<String, String> of(Source source) {
    return of(source.dimensions());
  }

  /**
   * The real names, in the same order.
   *
   * @throws IllegalStateException where a dimension is new here
   */
  Map<String, String> of(Map<String, String> dimensions) {
    Map<String, String> real = new LinkedHashMap<>();
    dimensions.forEach((name, logical) -> real.put(name, one(name, logical, dimensions)));
    return real;
  }

  private String one(String dimension, String logical, Map<String, String> all) {
    return switch (dimension) {
      case "FunctionName" -> function(logical);
      case "Resource" -> function(all.getOrDefault("FunctionName", "")) + ":" + logical;
      case "ExecutedVersion" ->
          Objects.requireNonNull(
              newVersions.get(function(all.getOrDefault("FunctionName", ""))),
              "an alarm looks at the new version of a function that has none");
      case "Stage" -> plan.name();
      case "StateMachineArn" -> Machine.machineArn(plan, logical);
      case "CertificateArn" ->
          plan.front() instanceof Front.Domain domain ? domain.certificateArn() : "";
      case "Region" -> plan.place().region();
      case "ApiName",
          "BackupVaultName",
          "DBClusterIdentifier",
          "QueueName",
          "TableName",
          "TopicName",
          "WebACL",
          "clusterId" ->
          plan.named(logical);
      // Words of AWS's.
      case "Currency", "Role", "Rule" -> logical;
      default ->
          throw new IllegalStateException(
              "an alarm or a dashboard has the dimension "
                  + dimension
                  + ": say in Names what its values are called");
    };
  }

  private String function(String logical) {
    return plan.named(logical.replace(FUNCTION, ""));
  }
}
