package dev.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.testkit.FunctionFailure;
import dev.sluice.testkit.FunctionProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A deployment that cannot work fails at its start, and its output says why. */
@ExtendWith(SharedStage.class)
class BrokenDeploymentIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @Test
  void start_brokenCatalogue_isAnInitErrorWithPlaceAndRemedy(Stage stage, @TempDir Path catalog)
      throws Exception {
    Path tool = Files.createDirectory(catalog.resolve("tools")).resolve("orders.yaml");
    Files.writeString(
        tool,
        """
        name: orders
        title: Orders
        description: Orders.
        input: { type: object, properties: { id: { type: integer } } }
        sql: select 1 where 1 = :id
        limits: { rows: 200, bytez: 1024 }
        examples: [ { id: 7 } ]
        """);
    assertThat(failureOf(stage, "SLUICE_CATALOG", catalog.toString()))
        .contains("tools/orders.yaml:6:22", "bytez", "Write 'bytes'");
  }

  @Test
  void start_noCredentialsFileNamed_isAnInitErrorThatNamesTheVariable(Stage stage)
      throws Exception {
    assertThat(failureOf(stage, "SLUICE_CREDENTIALS_FILE", ""))
        .contains("the environment variable SLUICE_CREDENTIALS_FILE is not set");
  }

  private static String failureOf(Stage stage, String variable, String value) throws Exception {
    Map<String, String> environment = stage.environment();
    environment.put(variable, value);
    try (FunctionProcess function =
        stage.start(stage.options().withSnapStart().withEnvironment(environment))) {
      FunctionFailure failure =
          catchThrowableOfType(FunctionFailure.class, () -> function.awaitCheckpoint(LIMIT));
      assertThat(failure.kind()).isEqualTo(FunctionFailure.Kind.INIT_ERROR);
      return function.output();
    }
  }
}
