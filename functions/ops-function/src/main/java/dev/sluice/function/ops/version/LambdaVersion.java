package dev.sluice.function.ops.version;

import dev.sluice.task.aws.AwsAccess;
import java.time.Duration;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.LambdaClientBuilder;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

/** One in Lambda. No connection is opened before the first event. Safe for several threads. */
public final class LambdaVersion implements Version, AutoCloseable {
  /** Longer than the function's own time, so that its error is heard and not ours. */
  private static final Duration LIMIT = Duration.ofSeconds(40);

  private static final Duration CONNECT = Duration.ofSeconds(2);

  private final LambdaClient client;
  private final String function;

  /**
   * A version.
   *
   * @param function the ARN of version or alias
   */
  public LambdaVersion(AwsAccess access, String function) {
    LambdaClientBuilder builder =
        LambdaClient.builder()
            .region(Region.of(access.region()))
            .credentialsProvider(access.credentials())
            .httpClient(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(CONNECT)
                    .socketTimeout(LIMIT)
                    .build())
            .overrideConfiguration(
                config ->
                    config.apiCallTimeout(LIMIT).retryStrategy(retries -> retries.maxAttempts(1)));
    this.client =
        (access.endpoint() == null ? builder : builder.endpointOverride(access.endpoint())).build();
    this.function = function;
  }

  @Override
  public byte[] invoke(byte[] event) throws VersionFailed {
    InvokeResponse answer;
    try {
      answer =
          client.invoke(
              invoke -> invoke.functionName(function).payload(SdkBytes.fromByteArray(event)));
    } catch (SdkException e) {
      throw new VersionFailed("could not be invoked: " + e.getClass().getSimpleName());
    }
    if (answer.functionError() != null) {
      throw new VersionFailed("ended with an error: " + answer.functionError());
    }
    return answer.payload().asByteArray();
  }

  @Override
  public void close() {
    client.close();
  }
}
