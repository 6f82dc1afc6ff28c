package dev.sluice.function.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.data.Credentials;
import dev.sluice.data.Replicas;
import dev.sluice.data.Settings;
import dev.sluice.telemetry.RecordingTelemetry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class ConnectionLifecycleTest {
  private final RecordingTelemetry telemetry = new RecordingTelemetry();

  @Test
  void start_manyServersThatAcceptAndSayNothing_endsWithinItsLimit() throws IOException {
    // The system accepts for it, and nobody reads.
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"))) {
      String url = "jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/x";
      assertStartsInTime(url, () -> new Credentials.Login("a", "b"));
    }
  }

  @Test
  void start_credentialsThatCannotBeRead_isNoObstacle() {
    assertStartsInTime(
        "jdbc:postgresql://127.0.0.1:1/x",
        () -> {
          throw new IllegalStateException("no such file");
        });
  }

  private void assertStartsInTime(String url, Credentials credentials) {
    Settings settings = new Settings(Collections.nCopies(8, url), null, 1, 1_000);
    InstantSource clock = InstantSource.system();
    try (Replicas replicas = new Replicas(settings, credentials, clock, telemetry)) {
      ConnectionLifecycle lifecycle = new ConnectionLifecycle(replicas, () -> {}, clock);
      long startNanos = System.nanoTime();
      lifecycle.start();
      assertThat(Duration.ofNanos(System.nanoTime() - startNanos))
          .isLessThan(ConnectionLifecycle.START_LIMIT.multipliedBy(3));
      assertThat(lifecycle.isRunning()).isTrue();
      lifecycle.stop();
      assertThat(lifecycle.isRunning()).isFalse();
    }
  }
}
