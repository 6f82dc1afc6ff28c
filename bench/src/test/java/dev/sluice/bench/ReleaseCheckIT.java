package dev.sluice.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.FakeReleases;
import dev.sluice.testkit.FakeSecretsManager;
import dev.sluice.testkit.FunctionOptions;
import dev.sluice.testkit.FunctionProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The check before traffic and the version that it checks, both deployed packages under AWS's
 * runtime client, with settings as a deployment has them: the login is a secret.
 */
@ExtendWith(SharedStage.class)
class ReleaseCheckIT {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Path ZIP =
      Stage.root().resolve("functions/ops-function/target/ops-function-lambda.zip");
  private static final String LOGIN = "sluice/test/reader";

  @Test
  void check_version_hasTrafficOnlyWhereItsExamplesAreAnswered(Stage stage) throws Exception {
    try (FakeSecretsManager secrets = new FakeSecretsManager()) {
      secrets.put(LOGIN, Files.readString(stage.folder().resolve("credentials.json")));
      try (FunctionProcess version = stage.start(version(stage, secrets));
          FakeReleases aws = new FakeReleases(event -> version.invoke(event).answer().bytes());
          FunctionProcess check = check(aws)) {
        version.awaitReady(START_LIMIT);

        assertThat(verdictOf(check, "h-1")).isEqualTo("{\"problems\":[]}");
        assertThat(aws.verdicts()).containsExactly("d-1 h-1 Succeeded");

        // All that are open are ended, and nothing lets another in.
        secrets.put(LOGIN, "{\"username\": \"sluice_reader\", \"password\": \"wrong\"}");
        stage.restartDatabase();
        Thread.sleep(1_100);
        assertThat(verdictOf(check, "h-2")).contains("customer_orders in 2026-07-28: has an error");
        assertThat(aws.verdicts()).endsWith("d-1 h-2 Failed");

        secrets.put(LOGIN, Files.readString(stage.folder().resolve("credentials.json")));
        Thread.sleep(11_000);
        assertThat(verdictOf(check, "h-3")).isEqualTo("{\"problems\":[]}");
      }
    }
  }

  private static FunctionOptions version(Stage stage, FakeSecretsManager secrets) {
    Map<String, String> environment = new TreeMap<>(stage.environment());
    environment.remove("SLUICE_OPEN");
    environment.remove("SLUICE_CREDENTIALS_FILE");
    environment.put("SLUICE_CREDENTIALS_SECRET", LOGIN);
    environment.put("AWS_REGION", "eu-west-1");
    environment.put("AWS_ENDPOINT_URL_SECRETS_MANAGER", secrets.url().toString());
    environment.put("AWS_ACCESS_KEY_ID", "id");
    environment.put("AWS_SECRET_ACCESS_KEY", "secret");
    return FunctionOptions.defaults().withFunctionName("sluice-mcp").withEnvironment(environment);
  }

  private static FunctionProcess check(FakeReleases aws) throws Exception {
    Map<String, String> environment = new TreeMap<>(aws.environment());
    environment.put("SLUICE_NEW_VERSION", "sluice-mcp:7");
    return FunctionProcess.start(
        ZIP,
        "dev.sluice.function.ops.CheckHandler",
        FunctionOptions.defaults().withTimeout(Duration.ofMinutes(5)).withEnvironment(environment));
  }

  private static String verdictOf(FunctionProcess check, String execution) throws Exception {
    String event =
        "{\"DeploymentId\": \"d-1\", \"LifecycleEventHookExecutionId\": \"" + execution + "\"}";
    return check.invoke(event.getBytes(UTF_8)).answer().text();
  }
}
