package dev.sluice.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AttemptTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final Duration MOST = Duration.ofSeconds(1);

  private final BlockingQueue<String> done = new LinkedBlockingQueue<>();

  @Test
  void within_connectionOpened_isThatConnection() throws SQLException {
    Connection connection = connection();
    Attempt attempt = Attempt.start(NOON, () -> connection);
    assertThat(attempt.within(10_000)).isSameAs(connection);
    attempt.giveUpAfter(MOST, NOON.plusSeconds(3600));
    assertThat(done).isEmpty();
  }

  @Test
  void within_driverFails_isItsError() {
    SQLException failure = new SQLException("no", "28P01");
    Attempt attempt =
        Attempt.start(
            NOON,
            () -> {
              throw failure;
            });
    assertThatThrownBy(() -> attempt.within(10_000)).isSameAs(failure);
  }

  @Test
  void within_serverThatSaysNothing_endsInTimeAndClosesTheSocket() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      Attempt attempt = Attempt.start(NOON, () -> speakTo(server));
      assertThatThrownBy(() -> attempt.within(50))
          .isInstanceOf(SQLException.class)
          .hasMessage("no answer within 50 ms");
      try (Socket accepted = server.accept()) {
        accepted.setSoTimeout(10_000);
        assertThat(accepted.getInputStream().read()).as("the end of the stream").isEqualTo(-1);
      }
    }
  }

  @Test
  void giveUpAfter_clockThatLeapt_endsTheWaitAndClosesWhatComesLate() throws Exception {
    CountDownLatch late = new CountDownLatch(1);
    Attempt attempt =
        Attempt.start(
            NOON,
            () -> {
              while (late.getCount() > 0) {
                Thread.onSpinWait();
              }
              return connection();
            });
    CompletableFuture<Throwable> waiter =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                throw new AssertionError(attempt.within(10_000));
              } catch (SQLException e) {
                return e;
              }
            });
    attempt.giveUpAfter(MOST, NOON.plusMillis(900));
    assertThat(waiter).isNotDone();
    attempt.giveUpAfter(MOST, NOON.plusSeconds(3600));
    assertThat(waiter.get(10, TimeUnit.SECONDS)).hasMessageContaining("cut in two by a freeze");
    late.countDown();
    assertThat(done.poll(10, TimeUnit.SECONDS)).isEqualTo("close");
  }

  private static Connection speakTo(ServerSocket server) throws IOException {
    try (Socket socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
      throw new AssertionError(socket.getInputStream().read());
    }
  }

  private Connection connection() {
    return (Connection)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              done.add(method.getName());
              return null;
            });
  }
}
