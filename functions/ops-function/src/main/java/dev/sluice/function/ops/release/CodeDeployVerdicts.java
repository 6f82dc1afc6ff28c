package dev.sluice.function.ops.release;

import dev.sluice.task.aws.AwsAccess;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import tools.jackson.databind.json.JsonMapper;

/**
 * CodeDeploy, which waits an hour for it: one request of its JSON protocol, signed by the SDK,
 * whose client of CodeDeploy would be a jar for one call. Safe for use by several threads.
 */
public final class CodeDeployVerdicts implements Verdicts {
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final int TRIES = 3;
  private static final String SERVICE = "codedeploy";
  private static final String TARGET = "CodeDeploy_20141006.PutLifecycleEventHookExecutionStatus";

  private final AwsAccess access;

  /** Where it is. */
  public CodeDeployVerdicts(AwsAccess access) {
    this.access = access;
  }

  @Override
  public void tell(String deploymentId, String executionId, boolean good) {
    byte[] body =
        JsonMapper.shared()
            .writeValueAsBytes(
                JsonMapper.shared()
                    .createObjectNode()
                    .put("deploymentId", deploymentId)
                    .put("lifecycleEventHookExecutionId", executionId)
                    .put("status", good ? "Succeeded" : "Failed"));
    // Told twice does no harm; told never, a deployment hangs for an hour.
    String failure = "";
    for (int i = 0; i < TRIES; i++) {
      try {
        int status = send(body);
        if (status < 300) {
          return;
        }
        failure = "status " + status;
      } catch (IOException e) {
        failure = e.getClass().getSimpleName();
      }
    }
    throw new IllegalStateException("CodeDeploy does not take the verdict: " + failure);
  }

  private int send(byte[] body) throws IOException {
    URI present = access.endpoint();
    URI endpoint =
        present == null
            ? URI.create("https://" + SERVICE + "." + access.region() + ".amazonaws.com")
            : present;
    ContentStreamProvider payload = ContentStreamProvider.fromByteArray(body);
    SdkHttpRequest request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(endpoint)
            .encodedPath("/")
            .putHeader("Content-Type", "application/x-amz-json-1.1")
            .putHeader("X-Amz-Target", TARGET)
            .build();
    SignedRequest signed =
        AwsV4HttpSigner.create()
            .sign(
                sign ->
                    sign.identity(access.credentials().resolveCredentials())
                        .request(request)
                        .payload(payload)
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, SERVICE)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, access.region()));
    try (SdkHttpClient client =
        UrlConnectionHttpClient.builder().connectionTimeout(LIMIT).socketTimeout(LIMIT).build()) {
      HttpExecuteResponse response =
          client
              .prepareRequest(
                  HttpExecuteRequest.builder()
                      .request(signed.request())
                      .contentStreamProvider(payload)
                      .build())
              .call();
      response.responseBody().ifPresent(stream -> stream.abort());
      return response.httpResponse().statusCode();
    }
  }
}
