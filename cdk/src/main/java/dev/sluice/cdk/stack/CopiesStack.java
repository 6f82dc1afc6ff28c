package dev.sluice.cdk.stack;

import dev.sluice.cdk.plan.Deployment;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.kms.Key;
import software.constructs.Construct;

/** Where backups are copied to: a vault under a key, in another region. */
final class CopiesStack extends Stack {
  CopiesStack(Construct scope, String id, StackProps props, Deployment plan) {
    super(scope, id, props);
    Key key =
        Key.Builder.create(this, "Key")
            .alias("alias/" + plan.named("copies"))
            .description("Copies of the backups of Sluice")
            .enableKeyRotation(true)
            .removalPolicy(Keys.removal(plan))
            .build();
    Backups.vault(this, plan, key);
  }
}
