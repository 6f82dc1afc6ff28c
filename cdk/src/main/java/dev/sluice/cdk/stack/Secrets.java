package dev.sluice.cdk.stack;

import dev.sluice.cdk.plan.Deployment;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.secretsmanager.Secret;
import software.amazon.awscdk.services.secretsmanager.SecretStringGenerator;
import software.constructs.Construct;

/**
 * What only functions may know. Each is read in its versions {@code AWSCURRENT} and {@code
 * AWSPREVIOUS}, so that one can take over from the other.
 */
final class Secrets extends Construct {
  private static final int KEY_CHARS = 44;
  private static final int PASSWORD_CHARS = 40;

  private final Secret reader;
  private final Secret maskKey;

  Secrets(Construct scope, String id, Deployment plan, IKey key) {
    super(scope, id);
    reader =
        secret(
            "Reader",
            plan,
            key,
            "reader",
            "The login of the role that may only read",
            "{\"username\": \"sluice_reader\"}",
            "password",
            PASSWORD_CHARS);
    maskKey =
        secret(
            "MaskKey", plan, key, "mask-key", "The key of the mask hash", "{}", "key", KEY_CHARS);
  }

  Secret reader() {
    return reader;
  }

  Secret maskKey() {
    return maskKey;
  }

  private Secret secret(
      String id,
      Deployment plan,
      IKey key,
      String name,
      String description,
      String template,
      String generated,
      int chars) {
    return Secret.Builder.create(this, id)
        .secretName("sluice/" + plan.name() + "/" + name)
        .description(description)
        .encryptionKey(key)
        .removalPolicy(Keys.removal(plan))
        .generateSecretString(
            SecretStringGenerator.builder()
                .secretStringTemplate(template)
                .generateStringKey(generated)
                .excludePunctuation(true)
                .passwordLength(chars)
                .build())
        .build();
  }
}
