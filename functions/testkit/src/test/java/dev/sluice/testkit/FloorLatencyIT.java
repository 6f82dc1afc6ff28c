package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FloorLatencyIT {

  private static final int WARM_UP_CALLS = 2_000;
  private static final int CALLS = 2_000;

  @Test
  void invoke_functionThatDoesNothing_noDelayedAcknowledgement(@TempDir Path folder)
      throws Exception {
    byte[] event = ProxyEvents.post("/mcp", "{\"jsonrpc\":\"2.0\"}").toBytes();
    long[] nanos = new long[CALLS];
    try (FunctionProcess function =
        FunctionProcess.start(
            Packages.floor(folder),
            FloorHandler.class.getName(),
            FunctionOptions.defaults().withSnapStart())) {
      function.awaitCheckpoint(java.time.Duration.ofSeconds(30));
      function.restore();
      for (int i = 0; i < WARM_UP_CALLS; i++) {
        function.invoke(event).answer();
      }
      for (int i = 0; i < CALLS; i++) {
        nanos[i] = function.invoke(event).answer().tookNanos();
      }
      assertThat(ProxyAnswer.parse(function.invoke(event).answer().bytes()).statusCode())
          .isEqualTo(200);
    }
    Arrays.sort(nanos);
    System.out.printf(
        "floor of %d calls: p50 %.0f us, p99 %.0f us, max %.0f us%n",
        CALLS, nanos[CALLS / 2] / 1e3, nanos[CALLS * 99 / 100] / 1e3, nanos[CALLS - 1] / 1e3);

    // A delayed acknowledgement takes 40 ms: far above any noise, far below a tight bound.
    assertThat(nanos[CALLS / 2]).isLessThan(10_000_000);
  }
}
