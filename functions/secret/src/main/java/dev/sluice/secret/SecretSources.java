package dev.sluice.secret;

import dev.sluice.call.Environment;
import dev.sluice.call.secret.Secrets;
import dev.sluice.telemetry.Telemetry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/** The secrets that an environment names. */
public final class SecretSources {
  /** So long at most a rotation takes to be in force everywhere. */
  static final Duration KEPT_FROM_SECRETS_MANAGER = Duration.ofMinutes(5);

  /** A file is read within a fraction of a millisecond, and a person watches. */
  static final Duration KEPT_FROM_FILES = Duration.ofSeconds(1);

  private SecretSources() {}

  /**
   * Secrets of {@code SLUICE_SECRETS_FOLDER} (see {@link FileSecrets}), or of Secrets Manager with
   * names that begin with {@code SLUICE_SECRETS_PREFIX} ({@code AWS_REGION}, {@code
   * AWS_ENDPOINT_URL_SECRETS_MANAGER}); none where neither is set. Nothing is read yet. Throws
   * {@link IllegalArgumentException} naming the variable that is missing or wrong.
   */
  public static Secrets of(Environment environment, InstantSource clock, Telemetry telemetry) {
    Path folder = environment.path("SLUICE_SECRETS_FOLDER");
    String prefix = environment.text("SLUICE_SECRETS_PREFIX", "");
    if (folder != null && !prefix.isEmpty()) {
      throw new IllegalArgumentException(
          "the environment variables SLUICE_SECRETS_FOLDER and SLUICE_SECRETS_PREFIX are both set:"
              + " leave one out");
    }
    if (folder != null) {
      return new KeptSecrets(new FileSecrets(folder, clock), KEPT_FROM_FILES, clock, telemetry);
    }
    if (prefix.isEmpty()) {
      return Secrets.none();
    }
    return new KeptSecrets(
        secretsManager(environment, prefix, clock), KEPT_FROM_SECRETS_MANAGER, clock, telemetry);
  }

  /** Secrets Manager, as an environment says where it is. */
  public static SecretsManagerStore secretsManager(
      Environment environment, String prefix, InstantSource clock) {
    return new SecretsManagerStore(
        environment.required("AWS_REGION"),
        prefix,
        SecretsManagerStore.endpoint(environment),
        RoleCredentials.provider(),
        clock);
  }
}
