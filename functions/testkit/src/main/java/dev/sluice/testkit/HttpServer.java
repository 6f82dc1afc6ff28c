package dev.sluice.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A loopback port with one platform thread for each connection: a blocked read wakes it directly,
 * where a virtual thread would wait for the poller first.
 */
final class HttpServer implements AutoCloseable {

  /** Who answers. Called by many threads. */
  interface Handler {
    /** Answers now, or keeps the connection and has it answered later by another thread. */
    void handle(HttpConnection connection, HttpConnection.Request request) throws IOException;

    /** The connection is closed. */
    void closed(HttpConnection connection);
  }

  private final ServerSocket server = new ServerSocket();
  private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();
  private final Handler handler;

  /** Binds 127.0.0.1 on a port that the system chooses. */
  HttpServer(Handler handler) throws IOException {
    this.handler = handler;
    server.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
  }

  void start() {
    Thread.ofPlatform().daemon().name("runtime-api-accept").start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (HttpConnection connection : connections) {
      connection.close();
    }
  }

  private void accept() {
    while (true) {
      try {
        Socket socket = server.accept();
        Thread.ofPlatform().daemon().name("runtime-api").start(() -> serve(socket));
      } catch (IOException _) {
        return; // Closed: there is no other way for a listening socket to fail here.
      }
    }
  }

  private void serve(Socket socket) {
    try (HttpConnection connection = new HttpConnection(socket)) {
      connections.add(connection);
      try {
        for (var request = connection.read(); request != null; request = connection.read()) {
          handler.handle(connection, request);
        }
      } finally {
        connections.remove(connection);
        handler.closed(connection);
      }
    } catch (IOException _) {
      // The peer went away or spoke no HTTP: the process's end, which is watched, tells the test.
    }
  }
}
