package dev.sluice.cdk.stack;

import static java.util.Objects.requireNonNull;

import dev.sluice.call.secret.SecretName;
import dev.sluice.cdk.plan.DatabasePlan;
import dev.sluice.cdk.plan.Deployment;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.secretsmanager.Secret;
import software.amazon.awscdk.services.secretsmanager.SecretStringGenerator;
import software.constructs.Construct;

/**
 * What only functions may know. Each is read in its versions {@code AWSCURRENT} and {@code
 * AWSPREVIOUS}, so that one can take over from the other.
 */
final class Secrets extends Construct {
  /** Its name behind the prefix. */
  static final String READER = "reader";

  /** Letters and digits that are Base64 of 48 bytes. */
  private static final int KEY_CHARS = 64;

  private static final int PASSWORD_CHARS = 40;

  private final Deployment plan;
  private final IKey key;
  private final @Nullable Secret reader;
  private final Map<SecretName, Secret> keys = new EnumMap<>(SecretName.class);

  Secrets(Construct scope, String id, Deployment plan, IKey key) {
    super(scope, id);
    this.plan = plan;
    this.key = key;
    reader =
        switch (plan.database()) {
          case DatabasePlan.Created _ -> null;
          case DatabasePlan.Existing _ ->
              secret(
                  "Reader",
                  READER,
                  "The login of the role that may only read",
                  "{\"username\": \"" + DatabasePlan.READER + "\"}",
                  "password",
                  PASSWORD_CHARS);
        };
    for (SecretName name : SecretName.values()) {
      keys.put(
          name,
          secret(construct(name), name.text(), "A key: " + name.text(), "{}", "key", KEY_CHARS));
    }
  }

  /** What the names of all begin with. */
  static String prefix(Deployment plan) {
    return "sluice/" + plan.name() + "/";
  }

  /** The id of a key's construct. */
  static String construct(SecretName name) {
    return Stream.of(name.text().split("-", -1))
            .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
            .collect(Collectors.joining())
        + "Key";
  }

  /** The login of a database that is somebody else's; null where IAM lets the role in. */
  @Nullable Secret reader() {
    return reader;
  }

  Secret key(SecretName name) {
    return requireNonNull(keys.get(name));
  }

  private Secret secret(
      String id, String name, String description, String template, String generated, int chars) {
    return Secret.Builder.create(this, id)
        .secretName(prefix(plan) + name)
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
