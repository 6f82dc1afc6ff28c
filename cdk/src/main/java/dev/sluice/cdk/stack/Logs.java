package dev.sluice.cdk.stack;

import dev.sluice.cdk.plan.Deployment;
import java.util.Objects;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.logs.CfnLogGroup;
import software.amazon.awscdk.services.logs.LogGroup;
import software.constructs.Construct;

/** Makes log groups: each with a name, an end and a key. */
final class Logs {
  private final IKey key;
  private final Deployment plan;

  Logs(IKey key, Deployment plan) {
    this.key = key;
    this.plan = plan;
  }

  /**
   * A group.
   *
   * @param name the whole of it
   */
  LogGroup group(Construct scope, String id, String name) {
    LogGroup group =
        LogGroup.Builder.create(scope, id)
            .logGroupName(name)
            .encryptionKey(key)
            .removalPolicy(Keys.removal(plan))
            .build();
    // By number: the enumeration of the CDK has a name for each.
    ((CfnLogGroup) Objects.requireNonNull(group.getNode().getDefaultChild()))
        .setRetentionInDays(plan.keeping().logDays());
    return group;
  }
}
