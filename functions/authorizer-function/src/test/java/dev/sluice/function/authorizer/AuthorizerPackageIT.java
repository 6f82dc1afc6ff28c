package dev.sluice.function.authorizer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.FunctionOptions;
import dev.sluice.testkit.FunctionProcess;
import dev.sluice.testkit.Outcome;
import dev.sluice.testkit.tokens.TokenIssuer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** What is uploaded, under AWS's runtime client. */
class AuthorizerPackageIT {
  private static final Path ZIP = Path.of("target", "authorizer-function-lambda.zip");
  private static final String RESOURCE = "https://mcp.example.com/mcp";
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** What would only make it slow to start. */
  private static final int MOST_BYTES = 5 * 1024 * 1024;

  @Test
  void package_holdsNoSpringNoDriverAndNoStatementsLock() throws IOException {
    assertThat(Files.size(ZIP)).isLessThan(MOST_BYTES);
    try (ZipFile zip = new ZipFile(ZIP.toFile())) {
      List<String> names = zip.stream().map(ZipEntry::getName).toList();
      assertThat(names)
          .contains("catalog/relations.yaml", "catalog/tools/customer_orders.yaml")
          .anyMatch(name -> name.startsWith("lib/nimbus-jose-jwt-"))
          .noneMatch(name -> name.matches("lib/(spring|postgresql|HikariCP|jedis|testkit).*"))
          .doesNotContain("catalog/catalog.lock.json");
    }
  }

  @Test
  void restoredFunction_answersWithTheKeysOfItsSnapshotAndFailsAsApiGatewayWantsIt()
      throws Exception {
    try (TokenIssuer issuer = TokenIssuer.start();
        FunctionProcess function =
            FunctionProcess.start(
                ZIP,
                AuthorizerHandler.class.getName(),
                FunctionOptions.defaults()
                    .withFunctionName("authorizer")
                    .withMemoryMegabytes(512)
                    .withSnapStart()
                    .withEnvironment(issuer.settings(RESOURCE)))) {
      function.awaitCheckpoint(LIMIT);
      assertThat(issuer.fetches()).isEqualTo(1);
      assertThat(function.output()).as("what priming wrote").doesNotContain("token_refused");
      issuer.answer(new TokenIssuer.Manner.Answers(503, ""));
      function.restore();
      function.awaitReady(LIMIT);

      String good = issuer.token(RESOURCE, Instant.now(), Map.of());
      Outcome.Answer first = function.invoke(event("Bearer " + good)).answer();
      assertThat(first.text()).contains("\"principalId\":\"ada\"", "\"Effect\":\"Allow\"");
      assertThat(Duration.ofNanos(first.tookNanos())).isLessThan(Duration.ofSeconds(1));
      assertThat(function.invoke(event("Bearer " + good + "x")))
          .isInstanceOfSatisfying(
              Outcome.FunctionError.class,
              error -> assertThat(error.message()).isEqualTo("Unauthorized"));
      assertThat(issuer.fetches()).isEqualTo(1);
      assertThat(function.output()).contains("\"cause\":\"SIGNATURE\"").doesNotContain(good);
    }
  }

  private static byte[] event(String authorization) {
    return """
        {"type": "REQUEST", "methodArn": "arn:aws:execute-api:eu-central-1:1:api/live/POST/mcp",
         "multiValueHeaders": {"Authorization": ["%s"]}}
        """
        .formatted(authorization)
        .getBytes(UTF_8);
  }
}
