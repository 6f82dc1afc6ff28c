package dev.sluice.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TimedSocketIT {
  private static final long LIMIT_MILLIS = 50;
  private static final long SLACK_MILLIS = 10;

  /** More than the system holds for one who does not read. */
  private static final int MUCH_BYTES = 64 << 20;

  private ServerSocket server;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @Test
  void write_toOneWhoDoesNotRead_endsInTime() throws IOException {
    byte[] slice = new byte[1 << 20];
    try (TimedSocket socket = connect();
        Socket _ = server.accept()) {
      OutputStream out = socket.getOutputStream();
      assertEndsInTime(
          () -> {
            for (int written = 0; written < MUCH_BYTES; written += slice.length) {
              out.write(slice);
            }
          });
    }
  }

  @Test
  void read_fromOneWhoSaysNothing_endsInTime() throws IOException {
    try (TimedSocket socket = connect();
        Socket _ = server.accept()) {
      InputStream in = socket.getInputStream();
      assertEndsInTime(in::read);
    }
  }

  @Test
  void read_fromOneWhoHasGone_isTheEnd() throws IOException {
    try (TimedSocket socket = connect()) {
      server.accept().close();

      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void use_afterItsTime_endsAtOnceUntilThereIsMore() throws IOException {
    try (TimedSocket socket = connect();
        Socket peer = server.accept()) {
      peer.getOutputStream().write(200);
      socket.endAt(System.nanoTime());
      assertThatThrownBy(() -> socket.getOutputStream().write(1))
          .isInstanceOf(SocketTimeoutException.class);
      assertThatThrownBy(() -> socket.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);

      socket.endAt(System.nanoTime() + LIMIT_MILLIS * 1_000_000);

      assertThat(socket.getInputStream().read()).isEqualTo(200);
    }
  }

  @Test
  void connect_whereNobodyListens_isRefused() throws IOException {
    server.close();

    assertThatThrownBy(this::connect).isInstanceOf(IOException.class);
  }

  private TimedSocket connect() throws IOException {
    return TimedSocket.connect(
        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), server.getLocalPort()),
        System.nanoTime() + LIMIT_MILLIS * 1_000_000);
  }

  private static void assertEndsInTime(ThrowingCallable use) {
    long startNanos = System.nanoTime();
    assertThatThrownBy(use).isInstanceOf(SocketTimeoutException.class);
    assertThat((System.nanoTime() - startNanos) / 1_000_000)
        .as("milliseconds")
        .isLessThanOrEqualTo(LIMIT_MILLIS + SLACK_MILLIS);
  }
}
