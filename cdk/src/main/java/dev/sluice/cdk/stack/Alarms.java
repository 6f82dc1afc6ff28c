package dev.sluice.cdk.stack;

import dev.sluice.alarms.Alarm;
import dev.sluice.alarms.AlarmMessage;
import dev.sluice.alarms.AlarmSet;
import dev.sluice.alarms.CompositeAlarm;
import dev.sluice.alarms.Expression;
import dev.sluice.alarms.MetricAlarm;
import dev.sluice.alarms.Severity;
import dev.sluice.alarms.Source;
import dev.sluice.cdk.plan.Deployment;
import dev.sluice.cdk.plan.Watch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.services.cloudwatch.CfnAlarm;
import software.amazon.awscdk.services.cloudwatch.CfnCompositeAlarm;
import software.constructs.Construct;

/** The alarms of {@code alarms/set}, as far as the environment has what they look at. */
final class Alarms extends Construct {
  private static final String RESULT = "result";

  private final Deployment plan;
  private final Watch.OnCall watch;
  private final Names names;
  private final Paging paging;
  private final Map<String, CfnResource> made = new LinkedHashMap<>();

  Alarms(
      Construct scope,
      String id,
      Watch.OnCall watch,
      List<Alarm> deployed,
      Names names,
      Paging paging) {
    super(scope, id);
    this.plan = names.plan();
    this.watch = watch;
    this.names = names;
    this.paging = paging;
    for (Alarm alarm : deployed) {
      if (alarm instanceof MetricAlarm metric) {
        made.put(alarm.name(), make(metric));
      }
    }
    for (Alarm alarm : deployed) {
      if (alarm instanceof CompositeAlarm composite) {
        made.put(alarm.name(), make(composite));
      }
    }
  }

  /** One that was made. */
  CfnResource made(String name) {
    return Objects.requireNonNull(made.get(name), name + " is no alarm of " + plan.name());
  }

  /**
   * Those under which a release of a duty goes back: marked so, and of no other function.
   * CodeDeploy watches ten at most.
   */
  static List<MetricAlarm> rollback(Deployment plan, AlarmSet set, Duty duty) {
    return rollback(plan, set).stream().filter(alarm -> concerns(duty, alarm)).toList();
  }

  /**
   * Those under which a release of anything goes back afterwards, when CodeDeploy watches no more:
   * the pages among those of what answers callers.
   */
  static List<MetricAlarm> watchedAfterwards(Deployment plan, AlarmSet set) {
    return rollback(plan, set, Duty.MCP).stream()
        .filter(alarm -> alarm.severity() == Severity.PAGE)
        .toList();
  }

  private static List<MetricAlarm> rollback(Deployment plan, AlarmSet set) {
    return Names.deployed(plan, set).stream()
        .filter(MetricAlarm.class::isInstance)
        .map(MetricAlarm.class::cast)
        .filter(MetricAlarm::rollsBack)
        .toList();
  }

  /** It looks at no function, or at this one alone. */
  private static boolean concerns(Duty duty, MetricAlarm alarm) {
    return Set.of(duty.name() + Names.FUNCTION).containsAll(functions(alarm));
  }

  private static Set<String> functions(MetricAlarm alarm) {
    return alarm.sources().values().stream()
        .filter(source -> source.dimensions().containsKey("FunctionName"))
        .map(source -> source.dimensions().getOrDefault("FunctionName", ""))
        .collect(Collectors.toSet());
  }

  private CfnAlarm make(MetricAlarm alarm) {
    List<String> told = told(alarm);
    return CfnAlarm.Builder.create(this, alarm.name())
        .alarmName(plan.named(alarm.name()))
        .alarmDescription(AlarmMessage.description(alarm, watch.runbooks()))
        .metrics(metrics(alarm))
        .comparisonOperator(alarm.comparison().cloudWatchName())
        .threshold(Limits.threshold(alarm, plan))
        .evaluationPeriods(alarm.evaluationPeriods())
        .datapointsToAlarm(alarm.datapoints())
        .treatMissingData(alarm.missing().cloudWatchName())
        .alarmActions(told)
        .okActions(told)
        .build();
  }

  private CfnCompositeAlarm make(CompositeAlarm alarm) {
    List<String> told = told(alarm);
    CfnCompositeAlarm composite =
        CfnCompositeAlarm.Builder.create(this, alarm.name())
            .alarmName(plan.named(alarm.name()))
            .alarmDescription(AlarmMessage.description(alarm, watch.runbooks()))
            .alarmRule(alarm.rule(plan::named))
            .alarmActions(told)
            .okActions(told)
            .build();
    // By name in a text, which CloudFormation does not read.
    alarm.allOf().forEach(part -> composite.getNode().addDependency(made(part)));
    return composite;
  }

  /** When it sounds, and when it ends: what was opened is resolved by the same way. */
  private List<String> told(Alarm alarm) {
    return paging.topicOf(alarm).map(topic -> List.of(topic.getTopicArn())).orElse(List.of());
  }

  private List<Object> metrics(MetricAlarm alarm) {
    List<Object> metrics = new ArrayList<>();
    // A metric alone is no maths: it is compared as it is.
    boolean alone = alarm.expression() instanceof Expression.Metric;
    if (!alone) {
      metrics.add(
          CfnAlarm.MetricDataQueryProperty.builder()
              .id(RESULT)
              .expression(alarm.expression().text())
              .returnData(true)
              .build());
    }
    alarm.sources().forEach((id, source) -> metrics.add(metric(id, source, alarm, alone)));
    return metrics;
  }

  private CfnAlarm.MetricDataQueryProperty metric(
      String id, Source source, MetricAlarm alarm, boolean returned) {
    List<CfnAlarm.DimensionProperty> dimensions = new ArrayList<>();
    names
        .of(source)
        .forEach(
            (name, value) ->
                dimensions.add(
                    CfnAlarm.DimensionProperty.builder().name(name).value(value).build()));
    return CfnAlarm.MetricDataQueryProperty.builder()
        .id(id)
        .returnData(returned)
        .metricStat(
            CfnAlarm.MetricStatProperty.builder()
                .metric(
                    CfnAlarm.MetricProperty.builder()
                        .namespace(source.namespace())
                        .metricName(source.metric())
                        .dimensions(dimensions)
                        .build())
                .period(alarm.periodSeconds())
                .stat(source.statistic())
                .build())
        .build();
  }
}
