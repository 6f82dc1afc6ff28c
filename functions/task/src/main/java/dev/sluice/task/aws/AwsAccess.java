package dev.sluice.task.aws;

import dev.sluice.call.Environment;
import java.net.URI;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sfn.SfnClient;

/**
 * Where a service of AWS is, and as whom to speak to it.
 *
 * @param region as AWS names it, such as {@code eu-west-1}
 * @param endpoint of what plays the service; null for the service itself
 * @param keys asked for every request, so that they may change, from any thread; null for those of
 *     the function's role, which Lambda gives in variables and, after a snapshot, over its own
 *     endpoint
 */
public record AwsAccess(
    String region, @Nullable URI endpoint, @Nullable Supplier<AwsAccess.Keys> keys) {

  /**
   * Keys of an identity.
   *
   * @param id the public part
   * @param secret not to be shown
   * @param session of temporary keys; null for others
   */
  public record Keys(String id, String secret, @Nullable String session) {

    /** Without the secrets. */
    @Override
    public String toString() {
      return "Keys[" + id + "]";
    }
  }

  /** The service itself, as the function's role. */
  public static AwsAccess ofRole(String region) {
    return new AwsAccess(region, null, null);
  }

  /**
   * A client of DynamoDB, for a table that is no task's too: it waits as long as tasks do, and
   * sends nothing twice. No connection is opened before the first request. Whoever asked closes it.
   */
  public DynamoDbClient dynamoDb() {
    return DynamoDbTaskStore.client(this);
  }

  /** A client of Step Functions, likewise, for a state machine that runs no tasks. */
  public SfnClient stepFunctions() {
    return SfnExecutions.client(this);
  }

  /**
   * What an environment says: {@code AWS_REGION}, and where the variable of the endpoint is set,
   * the keys beside it. Throws {@link IllegalArgumentException} naming what is missing.
   *
   * @param endpointName such as {@code AWS_ENDPOINT_URL_DYNAMODB}
   */
  public static AwsAccess of(Environment environment, String endpointName) {
    String region = environment.required("AWS_REGION");
    String endpoint = environment.text(endpointName, "");
    if (endpoint.isEmpty()) {
      return ofRole(region);
    }
    Keys keys =
        new Keys(
            environment.required("AWS_ACCESS_KEY_ID"),
            environment.required("AWS_SECRET_ACCESS_KEY"),
            null);
    return new AwsAccess(region, URI.create(endpoint), () -> keys);
  }

  /** What the SDK asks for keys. */
  public AwsCredentialsProvider credentials() {
    Supplier<Keys> present = keys;
    return present == null
        ? AwsCredentialsProviderChain.builder()
            .addCredentialsProvider(EnvironmentVariableCredentialsProvider.create())
            .addCredentialsProvider(ContainerCredentialsProvider.create())
            // What gave keys before a snapshot need not give any after it.
            .reuseLastProviderEnabled(false)
            .build()
        : () -> credentials(present.get());
  }

  private static AwsCredentials credentials(Keys keys) {
    return keys.session() == null
        ? AwsBasicCredentials.create(keys.id(), keys.secret())
        : AwsSessionCredentials.create(keys.id(), keys.secret(), keys.session());
  }
}
