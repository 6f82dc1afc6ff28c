package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TcpProxyIT {

  private static final int READ_LIMIT_MILLIS = 10_000;

  private ServerSocket echo;
  private TcpProxy proxy;

  @BeforeEach
  void startAnEchoBehindTheProxy() throws IOException {
    echo = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    Thread.ofVirtual().start(this::acceptAll);
    proxy = TcpProxy.to("127.0.0.1", echo.getLocalPort());
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    echo.close();
  }

  @Test
  void pass_aMegabyte_comesBackWholeAndEndsCleanly() throws Exception {
    byte[] sent = new byte[1 << 20];
    new Random(1).nextBytes(sent);
    try (Socket client = connect()) {
      Thread writer =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      client.getOutputStream().write(sent);
                      client.shutdownOutput();
                    } catch (IOException e) {
                      throw new IllegalStateException(e);
                    }
                  });

      assertThat(client.getInputStream().readAllBytes()).isEqualTo(sent);
      writer.join();
    }
    assertThat(proxy.opened()).isEqualTo(1);
  }

  @Test
  void cutAll_openConnection_resetAndNewOnesPass() throws Exception {
    try (Socket client = connect()) {
      assertThat(roundTrip(client, 1)).isEqualTo(1);

      proxy.cutAll();

      assertThatThrownBy(() -> roundTrip(client, 2))
          .isInstanceOf(SocketException.class)
          .hasMessageMatching("(?i).*(reset|broken pipe).*");
    }
    try (Socket client = connect()) {
      assertThat(roundTrip(client, 3)).isEqualTo(3);
    }
    assertThat(proxy.opened()).isEqualTo(2);
  }

  @Test
  void refuse_newConnection_refusedAndOpenOnesStay() throws Exception {
    try (Socket before = connect()) {
      assertThat(roundTrip(before, 1)).isEqualTo(1);

      proxy.refuse();

      assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
      assertThat(roundTrip(before, 2)).isEqualTo(2);
      proxy.pass();
      try (Socket after = connect()) {
        assertThat(roundTrip(after, 3)).isEqualTo(3);
      }
    }
  }

  @Test
  void blackhole_openAndNewConnections_stallUntilPass() throws Exception {
    try (Socket before = connect()) {
      assertThat(roundTrip(before, 1)).isEqualTo(1);

      proxy.blackhole();

      try (Socket during = connect()) {
        before.setSoTimeout(200);
        during.setSoTimeout(200);
        assertThatThrownBy(() -> roundTrip(before, 2)).isInstanceOf(SocketTimeoutException.class);
        assertThatThrownBy(() -> roundTrip(during, 3)).isInstanceOf(SocketTimeoutException.class);

        proxy.pass();

        before.setSoTimeout(READ_LIMIT_MILLIS);
        during.setSoTimeout(READ_LIMIT_MILLIS);
        assertThat(before.getInputStream().read()).isEqualTo(2);
        assertThat(during.getInputStream().read()).isEqualTo(3);
      }
    }
  }

  @Test
  void forgetAll_openConnection_silentForGoodAndNewOnesPass() throws Exception {
    try (Socket before = connect()) {
      assertThat(roundTrip(before, 1)).isEqualTo(1);

      proxy.forgetAll();

      before.setSoTimeout(200);
      assertThatThrownBy(() -> roundTrip(before, 2)).isInstanceOf(SocketTimeoutException.class);
      try (Socket after = connect()) {
        assertThat(roundTrip(after, 3)).isEqualTo(3);
      }
      proxy.pass();
      assertThatThrownBy(() -> before.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);

      proxy.cutAll();

      assertThatThrownBy(() -> roundTrip(before, 4)).isInstanceOf(SocketException.class);
    }
  }

  @Test
  void cutAll_duringABlackhole_reset() throws Exception {
    try (Socket client = connect()) {
      assertThat(roundTrip(client, 1)).isEqualTo(1);
      proxy.blackhole();

      proxy.cutAll();

      assertThatThrownBy(() -> roundTrip(client, 2)).isInstanceOf(SocketException.class);
    }
  }

  @Test
  void delay_manyChunks_eachRoundTripLongerButNotTheirSum() throws Exception {
    proxy.delay(Duration.ofMillis(100));
    try (Socket client = connect()) {
      long started = System.nanoTime();
      assertThat(roundTrip(client, 1)).isEqualTo(1);
      assertThat(Duration.ofNanos(System.nanoTime() - started))
          .isGreaterThan(Duration.ofMillis(100));

      byte[] sent = new byte[512 << 10];
      Arrays.fill(sent, (byte) 7);
      started = System.nanoTime();
      client.getOutputStream().write(sent);
      assertThat(client.getInputStream().readNBytes(sent.length)).isEqualTo(sent);
      // 32 chunks or more: one delay after the other would take over 3 s.
      assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(2));
    }
  }

  @Test
  void connect_targetGone_reset() throws Exception {
    echo.close();
    // The reset may be there before the client has looked at its connection.
    assertThatThrownBy(
            () -> {
              try (Socket client = connect()) {
                int _ = roundTrip(client, 1);
              }
            })
        .isInstanceOf(SocketException.class);
  }

  private Socket connect() throws IOException {
    Socket client = new Socket();
    client.setSoTimeout(READ_LIMIT_MILLIS);
    client.connect(
        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), proxy.port()), READ_LIMIT_MILLIS);
    return client;
  }

  private static int roundTrip(Socket client, int value) throws IOException {
    client.getOutputStream().write(value);
    return client.getInputStream().read();
  }

  private void acceptAll() {
    while (true) {
      try {
        Socket accepted = echo.accept();
        Thread.ofVirtual().start(() -> echo(accepted));
      } catch (IOException _) {
        return;
      }
    }
  }

  private static void echo(Socket accepted) {
    try (accepted) {
      accepted.getInputStream().transferTo(accepted.getOutputStream());
    } catch (IOException _) {
      // The test cut the connection.
    }
  }
}
