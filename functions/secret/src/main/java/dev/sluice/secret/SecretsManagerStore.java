package dev.sluice.secret;

import dev.sluice.call.Environment;
import dev.sluice.call.secret.Key;
import dev.sluice.call.secret.LiveKeys;
import dev.sluice.call.secret.NoSecretException;
import dev.sluice.call.secret.SecretName;
import dev.sluice.call.secret.SecretStore;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClientBuilder;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keys in AWS Secrets Manager: a secret for each name, {@code {"key": …}} with Base64 of 32 bytes
 * or more, so that 64 letters and digits that Secrets Manager generates will do. The versions are
 * those of the stages AWSCURRENT and AWSPREVIOUS. No connection is opened before the first call.
 * Safe for use by several threads.
 *
 * <p>Each request ends within 2 s, and is not sent again: who asks has what was read before.
 */
public final class SecretsManagerStore implements SecretStore, AutoCloseable {
  private static final String CURRENT = "AWSCURRENT";
  private static final String PREVIOUS = "AWSPREVIOUS";
  private static final Duration REQUEST = Duration.ofSeconds(2);
  private static final Duration CONNECT = Duration.ofMillis(500);
  private static final Duration SILENCE = Duration.ofMillis(1_500);

  /** Of a version's id, a UUID: enough to tell two apart, and cursors stay short. */
  private static final int ID_CHARS = 8;

  private final SecretsManagerClient client;
  private final String prefix;
  private final InstantSource clock;

  /**
   * Over secrets that are there.
   *
   * @param prefix of their names, such as {@code sluice/live/}
   * @param endpoint of what plays Secrets Manager; null for the service itself
   * @param credentials see {@link RoleCredentials}
   */
  public SecretsManagerStore(
      String region,
      String prefix,
      @Nullable URI endpoint,
      AwsCredentialsProvider credentials,
      InstantSource clock) {
    this.client = client(region, endpoint, credentials);
    this.prefix = prefix;
    this.clock = clock;
  }

  /** Where it is, as an environment says; null for the service itself. */
  static @Nullable URI endpoint(Environment environment) {
    String endpoint = environment.text("AWS_ENDPOINT_URL_SECRETS_MANAGER", "");
    return endpoint.isEmpty() ? null : URI.create(endpoint);
  }

  /** A client that waits no longer than a call can, and sends nothing twice. */
  static SecretsManagerClient client(
      String region, @Nullable URI endpoint, AwsCredentialsProvider credentials) {
    SecretsManagerClientBuilder builder =
        SecretsManagerClient.builder()
            .region(Region.of(region))
            .credentialsProvider(credentials)
            .httpClient(
                // The JDK's own client: nothing of it runs between calls.
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(CONNECT)
                    .socketTimeout(SILENCE)
                    .build())
            .overrideConfiguration(
                config ->
                    config
                        .apiCallTimeout(REQUEST)
                        .retryStrategy(retries -> retries.maxAttempts(1)));
    return (endpoint == null ? builder : builder.endpointOverride(endpoint)).build();
  }

  @Override
  public LiveKeys of(SecretName name) {
    // In this order: a rotation in between shows one version twice, and loses none that counts.
    Key current = version(name, CURRENT);
    if (current == null) {
      throw new NoSecretException("there is no secret '" + id(name) + "' in Secrets Manager");
    }
    return new LiveKeys(current, version(name, PREVIOUS));
  }

  @Override
  public void rotate(SecretName name) {
    String value =
        JsonMapper.shared()
            .createObjectNode()
            .put("key", Base64.getEncoder().encodeToString(Key.random(clock.instant()).secret()))
            .toString();
    try {
      // Secrets Manager moves AWSCURRENT to it, and AWSPREVIOUS to what was current.
      client.putSecretValue(put -> put.secretId(id(name)).secretString(value));
    } catch (SdkException e) {
      throw failed("changed", name, e);
    }
  }

  /** Ends its connections; it may be used no more. */
  @Override
  public void close() {
    client.close();
  }

  private @Nullable Key version(SecretName name, String stage) {
    try {
      return key(client.getSecretValue(get -> get.secretId(id(name)).versionStage(stage)), name);
    } catch (ResourceNotFoundException e) {
      return null;
    } catch (SdkException e) {
      throw failed("read", name, e);
    }
  }

  private Key key(GetSecretValueResponse secret, SecretName name) {
    try {
      JsonNode json = JsonMapper.shared().readTree(String.valueOf(secret.secretString()));
      Instant since = secret.createdDate();
      return new Key(
          secret.versionId().replaceAll("[^A-Za-z0-9]", "").substring(0, ID_CHARS),
          Base64.getDecoder().decode(json.path("key").asString("")),
          since == null ? Instant.EPOCH : since);
    } catch (JacksonException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new NoSecretException(
          "the secret '"
              + id(name)
              + "' is no key: write {\"key\": …}, Base64 of "
              + Key.LEAST_SECRET_BYTES
              + " bytes or more");
    }
  }

  private NoSecretException failed(String what, SecretName name, SdkException e) {
    return new NoSecretException(
        "the secret '" + id(name) + "' cannot be " + what + ": " + code(e));
  }

  /** The service's own code says enough; its messages may quote a request. */
  static String code(SdkException e) {
    return e instanceof SecretsManagerException service && service.awsErrorDetails() != null
        ? service.awsErrorDetails().errorCode()
        : e.getClass().getSimpleName();
  }

  private String id(SecretName name) {
    return prefix + name.text();
  }
}
