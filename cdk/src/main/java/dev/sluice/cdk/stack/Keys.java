package dev.sluice.cdk.stack;

import dev.sluice.cdk.plan.Deployment;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kms.Key;
import software.constructs.Construct;

/** Two keys: one for what Sluice keeps, one for its logs, so that who reads logs reads no data. */
final class Keys extends Construct {
  private static final Duration PENDING = Duration.days(30);

  private final Key data;
  private final Key logs;

  Keys(Construct scope, String id, Deployment plan) {
    super(scope, id);
    data =
        key("Data", plan, "What Sluice keeps: tables, results, secrets, cache, database, queues");
    // Services that write on their own account, and only to what is of this account.
    data.addToResourcePolicy(
        PolicyStatement.Builder.create()
            .sid("AlarmsAndEvents")
            .principals(
                List.of(
                    new ServicePrincipal("cloudwatch.amazonaws.com"),
                    new ServicePrincipal("events.amazonaws.com"),
                    new ServicePrincipal("sns.amazonaws.com"),
                    new ServicePrincipal("budgets.amazonaws.com")))
            .actions(List.of("kms:Decrypt", "kms:GenerateDataKey*"))
            .resources(List.of("*"))
            .conditions(Map.of("StringEquals", Map.of("aws:SourceAccount", plan.place().account())))
            .build());
    logs = key("Logs", plan, "The logs of Sluice");
    logs.addToResourcePolicy(
        PolicyStatement.Builder.create()
            .sid("LogGroups")
            .principals(
                List.of(new ServicePrincipal("logs." + plan.place().region() + ".amazonaws.com")))
            .actions(
                List.of(
                    "kms:Encrypt",
                    "kms:Decrypt",
                    "kms:ReEncrypt*",
                    "kms:GenerateDataKey*",
                    "kms:DescribeKey"))
            .resources(List.of("*"))
            .conditions(
                Map.of(
                    "ArnLike",
                    Map.of(
                        "kms:EncryptionContext:aws:logs:arn",
                        "arn:aws:logs:"
                            + plan.place().region()
                            + ":"
                            + plan.place().account()
                            + ":log-group:*")))
            .build());
  }

  Key data() {
    return data;
  }

  Key logs() {
    return logs;
  }

  private Key key(String id, Deployment plan, String description) {
    return Key.Builder.create(this, id)
        .alias("alias/" + plan.named(id.toLowerCase(java.util.Locale.ROOT)))
        .description(description)
        .enableKeyRotation(true)
        .pendingWindow(PENDING)
        .removalPolicy(removal(plan))
        .build();
  }

  /** What becomes of what is kept when its stack is deleted. */
  static RemovalPolicy removal(Deployment plan) {
    return plan.keeping().afterDeletion() ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
  }
}
