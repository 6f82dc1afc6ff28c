package dev.sluice.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SnapStartIT {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir static Path folder;
  private static Path zip;

  @BeforeAll
  static void packageTheProbe() throws IOException, URISyntaxException {
    zip = Packages.probe(folder);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void restore_held_hooksRunInOrderAroundIt(boolean frozen) throws Exception {
    FunctionOptions options = FunctionOptions.defaults().withSnapStart();
    try (FunctionProcess function = start(frozen ? options.withFreezeBetweenCalls() : options)) {
      function.awaitCheckpoint(LIMIT);
      long checkpointNanos = System.nanoTime();
      Invocation invocation = function.queue("hooks".getBytes(UTF_8));
      assertThat(function.isFrozen()).isEqualTo(frozen);
      assertThatThrownBy(() -> function.awaitReady(Duration.ofMillis(200)))
          .isInstanceOf(FunctionFailure.class)
          .hasMessageContaining("TIMED_OUT");
      long restoreNanos = System.nanoTime();
      function.restore();

      // nanoTime is the machine's monotonic clock on Linux: one clock for both processes.
      String[] hooks = invocation.await().answer().text().split(" ", -1);
      assertThat(Long.parseLong(hooks[0])).isLessThan(checkpointNanos).isNotZero();
      assertThat(Long.parseLong(hooks[1])).isBetween(restoreNanos, System.nanoTime());
    }
  }

  @Test
  void restore_beforeTheCheckpoint_refused() throws Exception {
    try (FunctionProcess function = start(FunctionOptions.defaults().withSnapStart())) {
      function.awaitCheckpoint(LIMIT);
      function.restore();

      assertThatThrownBy(function::restore).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void awaitCheckpoint_hookThrows_initErrorWithOutput() throws Exception {
    try (FunctionProcess function = start(failingIn("beforeCheckpoint"))) {
      FunctionFailure failure =
          catchThrowableOfType(FunctionFailure.class, () -> function.awaitCheckpoint(LIMIT));

      assertThat(failure.kind()).isEqualTo(FunctionFailure.Kind.INIT_ERROR);
      assertThat(failure.errorType()).isNotEmpty();
      assertThat(failure).hasMessageContaining("output of the function");
    }
  }

  @Test
  void awaitReady_hookThrowsAfterTheRestore_restoreError() throws Exception {
    try (FunctionProcess function = start(failingIn("afterRestore"))) {
      function.awaitCheckpoint(LIMIT);
      function.restore();
      FunctionFailure failure =
          catchThrowableOfType(FunctionFailure.class, () -> function.awaitReady(LIMIT));

      assertThat(failure.kind()).isEqualTo(FunctionFailure.Kind.RESTORE_ERROR);
    }
  }

  private static FunctionProcess start(FunctionOptions options) throws IOException {
    return FunctionProcess.start(zip, Packages.PROBE, options);
  }

  private static FunctionOptions failingIn(String place) {
    return FunctionOptions.defaults()
        .withSnapStart()
        .withEnvironment(Map.of(ProbeHandler.FAIL_IN, place));
  }
}
