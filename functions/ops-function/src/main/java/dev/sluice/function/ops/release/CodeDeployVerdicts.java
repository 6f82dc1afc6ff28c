package dev.sluice.function.ops.release;

import dev.sluice.task.aws.AwsAccess;
import java.time.Duration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.codedeploy.CodeDeployClientBuilder;
import software.amazon.awssdk.services.codedeploy.model.LifecycleEventStatus;

/** CodeDeploy, which waits an hour for it. Safe for use by several threads. */
public final class CodeDeployVerdicts implements Verdicts, AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final CodeDeployClient client;

  /** Where it is. */
  public CodeDeployVerdicts(AwsAccess access) {
    CodeDeployClientBuilder builder =
        CodeDeployClient.builder()
            .region(Region.of(access.region()))
            .credentialsProvider(access.credentials())
            .httpClient(UrlConnectionHttpClient.create())
            // Told twice does no harm.
            .overrideConfiguration(config -> config.apiCallTimeout(LIMIT));
    this.client =
        (access.endpoint() == null ? builder : builder.endpointOverride(access.endpoint())).build();
  }

  @Override
  public void tell(String deploymentId, String executionId, boolean good) {
    client.putLifecycleEventHookExecutionStatus(
        put ->
            put.deploymentId(deploymentId)
                .lifecycleEventHookExecutionId(executionId)
                .status(good ? LifecycleEventStatus.SUCCEEDED : LifecycleEventStatus.FAILED));
  }

  @Override
  public void close() {
    client.close();
  }
}
