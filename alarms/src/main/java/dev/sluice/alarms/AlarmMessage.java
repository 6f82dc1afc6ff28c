package dev.sluice.alarms;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What CloudWatch tells a topic of a change of an alarm ("Alarm notification", AWS's guide), as
 * whoever is paged reads it.
 */
public final class AlarmMessage {
  /** CloudWatch's limit of a description. */
  private static final int MAX_DESCRIPTION_CHARS = 1_024;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSZ", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final int MAX_SUBJECT_CHARS = 100;

  private AlarmMessage() {}

  /**
   * Where an alarm is.
   *
   * @param code as in an ARN: {@code eu-central-1}
   * @param name as messages say it: {@code EU (Frankfurt)}
   */
  public record Region(String code, String name) {}

  /**
   * The description that an alarm is deployed with: what is wrong, why it matters, and its runbook.
   *
   * @param runbooks the address of the folder of runbooks
   */
  public static String description(Alarm alarm, String runbooks) {
    String text =
        alarm.says() + ". Runbook: " + runbooks + "/" + alarm.name() + ".md\n" + alarm.why();
    return text.length() <= MAX_DESCRIPTION_CHARS ? text : text.substring(0, MAX_DESCRIPTION_CHARS);
  }

  /** The subject: 100 characters at most, as SNS has it. */
  public static String subject(Replay.Change change, Region region) {
    String subject =
        change.state().name() + ": \"" + change.alarm().name() + "\" in " + region.name();
    return subject.length() <= MAX_SUBJECT_CHARS
        ? subject
        : subject.substring(0, MAX_SUBJECT_CHARS - 3) + "...";
  }

  /** The message, as JSON. */
  public static String of(
      Replay.Change change, AlarmState before, Region region, String account, String runbooks) {
    Alarm alarm = change.alarm();
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    message.put("AlarmName", alarm.name());
    message.put("AlarmDescription", description(alarm, runbooks));
    message.put("AWSAccountId", account);
    message.put("NewStateValue", change.state().name());
    message.put("NewStateReason", "Replayed: " + alarm.says());
    message.put("StateChangeTime", TIME.format(Instant.ofEpochSecond(change.second())));
    message.put("Region", region.name());
    message.put(
        "AlarmArn",
        "arn:aws:cloudwatch:" + region.code() + ":" + account + ":alarm:" + alarm.name());
    message.put("OldStateValue", before.name());
    switch (alarm) {
      case MetricAlarm metric -> trigger(metric, message.putObject("Trigger"));
      case CompositeAlarm composite -> message.put("AlarmRule", composite.rule());
    }
    return JsonMapper.shared().writeValueAsString(message);
  }

  private static void trigger(MetricAlarm alarm, ObjectNode trigger) {
    trigger.put("Period", alarm.periodSeconds());
    trigger.put("EvaluationPeriods", alarm.evaluationPeriods());
    trigger.put("DatapointsToAlarm", alarm.datapoints());
    trigger.put("ComparisonOperator", alarm.comparison().cloudWatchName());
    trigger.put("Threshold", alarm.threshold());
    trigger.put("TreatMissingData", alarm.missing().cloudWatchName());
    ArrayNode metrics = trigger.putArray("Metrics");
    metrics
        .addObject()
        .put("Id", "result")
        .put("Expression", alarm.expression().text())
        .put("ReturnData", true);
    alarm
        .sources()
        .forEach(
            (id, source) -> {
              ObjectNode stat = metrics.addObject().put("Id", id).put("ReturnData", false);
              ObjectNode metric = stat.putObject("MetricStat");
              metric.put("Stat", source.statistic()).put("Period", alarm.periodSeconds());
              metric
                  .putObject("Metric")
                  .put("Namespace", source.namespace())
                  .put("MetricName", source.metric());
            });
  }
}
