package dev.sluice.secret;

import dev.sluice.call.Environment;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * The text of one secret in AWS Secrets Manager, in its version AWSCURRENT: a login, or a key that
 * is never rotated. Asked anew a second after it was read, by the wall clock, so that what a
 * snapshot holds is not used behind it; while Secrets Manager does not answer, what was read in the
 * last quarter of an hour stands. No connection is opened before the first call. Safe for use by
 * several threads.
 */
public final class SecretText implements Supplier<String> {
  /** Several connections that are opened at once share one request. */
  static final Duration KEPT = Duration.ofSeconds(1);

  /** An outage of Secrets Manager should not close the database to environments at work. */
  static final Duration STANDS = Duration.ofMinutes(15);

  private final SecretsManagerClient client;
  private final String id;
  private final InstantSource clock;
  private volatile @Nullable Read last;

  private record Read(Instant at, String text) {}

  SecretText(SecretsManagerClient client, String id, InstantSource clock) {
    this.client = client;
    this.id = id;
    this.clock = clock;
  }

  /**
   * A secret, where an environment says Secrets Manager is ({@code AWS_REGION}, {@code
   * AWS_ENDPOINT_URL_SECRETS_MANAGER}). Throws {@link IllegalArgumentException} naming the variable
   * that is missing.
   *
   * @param id its name or ARN
   */
  public static SecretText of(Environment environment, String id, InstantSource clock) {
    return new SecretText(
        SecretsManagerStore.client(
            environment.required("AWS_REGION"),
            SecretsManagerStore.endpoint(environment),
            RoleCredentials.provider()),
        id,
        clock);
  }

  /**
   * The text as it stands now.
   *
   * @throws IllegalStateException when it cannot be had, without quoting anything of it
   */
  @Override
  public String get() {
    Instant now = clock.instant();
    Read known = last;
    if (known != null && younger(known, KEPT, now)) {
      return known.text();
    }
    try {
      String text =
          client.getSecretValue(get -> get.secretId(id).versionStage("AWSCURRENT")).secretString();
      if (text == null) {
        throw new IllegalStateException("the secret '" + id + "' is no text");
      }
      last = new Read(now, text);
      return text;
    } catch (SdkException e) {
      if (known != null && younger(known, STANDS, now)) {
        return known.text();
      }
      throw new IllegalStateException(
          "the secret '" + id + "' cannot be read: " + SecretsManagerStore.code(e));
    }
  }

  private static boolean younger(Read read, Duration age, Instant now) {
    return !now.isBefore(read.at()) && now.isBefore(read.at().plus(age));
  }
}
