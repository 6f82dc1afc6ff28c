package dev.sluice.function.ops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.FakeReleases;
import dev.sluice.testkit.FunctionOptions;
import dev.sluice.testkit.FunctionProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The deployed package under AWS's runtime client, before a version that fails; a version that is
 * good is the real one, in {@code bench}.
 */
class CheckHandlerIT {
  private static final Path ZIP = Path.of("target", "ops-function-lambda.zip");
  private static final String VERSION =
      "arn:aws:lambda:eu-west-1:000000000000:function:sluice-test-mcp:7";
  private static final String EVENT =
      "{\"DeploymentId\": \"d-1\", \"LifecycleEventHookExecutionId\": \"h-1\"}";

  @Test
  void handleRequest_versionThatBreaks_isRefusedAndNothingOfItQuoted() throws Exception {
    try (FakeReleases aws =
            new FakeReleases(
                _ -> {
                  throw new IOException("broken");
                });
        FunctionProcess check = start(aws)) {
      String answer = check.invoke(EVENT.getBytes(UTF_8)).answer().text();

      assertThat(aws.verdicts()).containsExactly("d-1 h-1 Failed");
      assertThat(aws.invoked()).containsOnly(VERSION);
      assertThat(answer)
          .contains("tools/list in 2026-07-28: the version ended with an error: Unhandled")
          .doesNotContain("s3cret");

      assertThat(check.invoke("{}".getBytes(UTF_8)).toString())
          .contains("the event has no 'DeploymentId'");
      assertThat(aws.verdicts()).hasSize(1);
    }
  }

  private static FunctionProcess start(FakeReleases aws) throws IOException {
    Map<String, String> environment = new TreeMap<>(aws.environment());
    environment.put("SLUICE_NEW_VERSION", VERSION);
    return FunctionProcess.start(
        ZIP, CheckHandler.class.getName(), FunctionOptions.defaults().withEnvironment(environment));
  }
}
