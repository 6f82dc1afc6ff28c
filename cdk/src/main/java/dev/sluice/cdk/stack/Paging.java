package dev.sluice.cdk.stack;

import dev.sluice.alarms.Alarm;
import dev.sluice.alarms.Severity;
import dev.sluice.cdk.plan.Deployment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.SecretValue;
import software.amazon.awscdk.SecretsManagerSecretOptions;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.iam.ServicePrincipalOpts;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.lambda.Permission;
import software.amazon.awscdk.services.scheduler.CfnSchedule;
import software.amazon.awscdk.services.sns.CfnSubscription;
import software.amazon.awscdk.services.sns.Topic;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.sqs.QueueEncryption;
import software.constructs.Construct;

/**
 * How alarms reach people: a topic for pages and one for tickets, each to its own service in
 * PagerDuty, and a message a minute by the first, whose silence is told by the second. Where
 * PagerDuty listens is in a secret that a person makes before the first deployment, {@code
 * sluice/ENV/pagerduty}: who knows the addresses can open incidents.
 */
final class Paging extends Construct {
  private static final String PAGES = "pages";
  private static final String TICKETS = "tickets";
  private static final String BEAT = "beat";
  private static final String ALARM_NAME = "AlarmName";
  private static final Duration UNDELIVERED_LASTS = Duration.days(14);

  /** The next message does the same. */
  private static final int BEAT_LASTS_SECONDS = 60;

  /** Half an hour in all, of the hour that SNS allows: longer than PagerDuty is usually away. */
  private static final Map<String, Object> PATIENCE =
      Map.of(
          "healthyRetryPolicy",
          new java.util.TreeMap<>(
              Map.of(
                  "backoffFunction",
                  "exponential",
                  "maxDelayTarget",
                  60,
                  "minDelayTarget",
                  5,
                  "numRetries",
                  30)));

  private final Deployment plan;
  private final IKey key;
  private final Topic pages;
  private final Topic tickets;
  private final Queue undelivered;

  Paging(Construct scope, String id, Deployment plan, IKey key, List<Alarm> alarms) {
    super(scope, id);
    this.plan = plan;
    this.key = key;
    pages = topic("Pages", PAGES);
    tickets = topic("Tickets", TICKETS);
    undelivered = undelivered();
    List<String> bySecondPath =
        alarms.stream().filter(Alarm::bySecondPath).map(a -> plan.named(a.name())).toList();
    // Else each message of the clock would be an incident.
    pagerDuty(
        "PagesToPagerDuty", pages, PAGES, Map.of(ALARM_NAME, List.of(Map.of("exists", true))));
    pagerDuty(
        "TicketsToPagerDuty",
        tickets,
        TICKETS,
        Map.of(ALARM_NAME, List.of(Map.of("anything-but", bySecondPath))));
    // Somebody must be woken by these all the same, and PagerDuty may be what is broken.
    Map<String, Object> second = Map.of(ALARM_NAME, bySecondPath);
    pagerDuty("SecondPathToPagerDuty", tickets, PAGES, second);
    subscribe("SecondPathToMail", tickets, "email", plan.mail(), second, null);
  }

  /** By which an alarm is told; empty where it is a part of others. */
  Optional<Topic> topicOf(Alarm alarm) {
    if (alarm.severity() == Severity.PART) {
      return Optional.empty();
    }
    return Optional.of(
        alarm.severity() == Severity.PAGE && !alarm.bySecondPath() ? pages : tickets);
  }

  /** Sends a message a minute by the topic of pages, to the function that counts them. */
  void beat(DutyFunction beat) {
    beat.live()
        .addPermission(
            "Pages",
            Permission.builder()
                .principal(new ServicePrincipal("sns.amazonaws.com"))
                .sourceArn(pages.getTopicArn())
                .build());
    subscribe(
        "PagesToBeat",
        pages,
        "lambda",
        beat.live().getFunctionArn(),
        Map.of(BEAT, List.of(Map.of("exists", true))),
        null);
    // By a role: whether a rule's conditions reach the key of a topic, AWS's pages differ on.
    Role role =
        Role.Builder.create(this, "Clock")
            .assumedBy(
                new ServicePrincipal(
                    "scheduler.amazonaws.com",
                    ServicePrincipalOpts.builder()
                        .conditions(
                            Map.of(
                                "StringEquals",
                                Map.of("aws:SourceAccount", plan.place().account())))
                        .build()))
            .description("Sends a message a minute by the topic of pages")
            .build();
    role.addToPolicy(
        PolicyStatement.Builder.create()
            .sid("Publish")
            .actions(List.of("sns:Publish"))
            .resources(List.of(pages.getTopicArn()))
            .build());
    role.addToPolicy(
        PolicyStatement.Builder.create()
            .sid("UseKey")
            .actions(List.of("kms:Decrypt", "kms:GenerateDataKey"))
            .resources(List.of(key.getKeyArn()))
            .conditions(
                Map.of(
                    "StringEquals",
                    Map.of("kms:ViaService", "sns." + plan.place().region() + ".amazonaws.com")))
            .build());
    CfnSchedule schedule =
        CfnSchedule.Builder.create(this, "Beat")
            .name(plan.named(BEAT))
            .description(beat.duty().why())
            .scheduleExpression("rate(1 minute)")
            .flexibleTimeWindow(
                CfnSchedule.FlexibleTimeWindowProperty.builder().mode("OFF").build())
            .target(
                CfnSchedule.TargetProperty.builder()
                    .arn(pages.getTopicArn())
                    .roleArn(role.getRoleArn())
                    .input("{\"" + BEAT + "\": \"" + plan.name() + "\"}")
                    .retryPolicy(
                        CfnSchedule.RetryPolicyProperty.builder()
                            .maximumEventAgeInSeconds(BEAT_LASTS_SECONDS)
                            .maximumRetryAttempts(0)
                            .build())
                    .build())
            .build();
    schedule.getNode().addDependency(role);
  }

  private Topic topic(String id, String name) {
    Topic topic =
        Topic.Builder.create(this, id)
            .topicName(plan.named(name))
            .displayName("Sluice " + plan.name() + ": " + name)
            .masterKey(key)
            .enforceSsl(true)
            .build();
    topic.addToResourcePolicy(
        PolicyStatement.Builder.create()
            .sid("Alarms")
            .principals(List.of(new ServicePrincipal("cloudwatch.amazonaws.com")))
            .actions(List.of("sns:Publish"))
            .resources(List.of(topic.getTopicArn()))
            .conditions(
                Map.of(
                    "ArnLike",
                    Map.of(
                        "aws:SourceArn",
                        "arn:aws:cloudwatch:"
                            + plan.place().region()
                            + ":"
                            + plan.place().account()
                            + ":alarm:"
                            + plan.named("*"))))
            .build());
    return topic;
  }

  private Queue undelivered() {
    Queue queue =
        Queue.Builder.create(this, "Undelivered")
            .queueName(plan.named("undelivered"))
            .encryption(QueueEncryption.KMS)
            .encryptionMasterKey(key)
            .enforceSsl(true)
            .retentionPeriod(UNDELIVERED_LASTS)
            .removalPolicy(Keys.removal(plan))
            .build();
    queue.addToResourcePolicy(
        PolicyStatement.Builder.create()
            .sid("Topics")
            .principals(List.of(new ServicePrincipal("sns.amazonaws.com")))
            .actions(List.of("sqs:SendMessage"))
            .resources(List.of(queue.getQueueArn()))
            .conditions(
                Map.of(
                    "ArnEquals",
                    Map.of("aws:SourceArn", List.of(pages.getTopicArn(), tickets.getTopicArn()))))
            .build());
    return queue;
  }

  private void pagerDuty(String id, Topic topic, String service, Map<String, Object> filter) {
    SecretValue address =
        SecretValue.secretsManager(
            Secrets.prefix(plan) + "pagerduty",
            SecretsManagerSecretOptions.builder().jsonField(service).build());
    subscribe(id, topic, "https", address.unsafeUnwrap(), filter, PATIENCE);
  }

  private void subscribe(
      String id,
      Topic topic,
      String protocol,
      String endpoint,
      Map<String, Object> filter,
      @Nullable Map<String, Object> patience) {
    CfnSubscription.Builder subscription =
        CfnSubscription.Builder.create(this, id)
            .topicArn(topic.getTopicArn())
            .protocol(protocol)
            .endpoint(endpoint)
            .filterPolicyScope("MessageBody")
            .filterPolicy(filter)
            .redrivePolicy(Map.of("deadLetterTargetArn", undelivered.getQueueArn()));
    if (patience != null) {
      subscription.deliveryPolicy(patience);
    }
    subscription.build().getNode().addDependency(undelivered);
  }
}
