package dev.sluice.testkit;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A TCP proxy on a free loopback port, which can do to its connections what networks do.
 * Thread-safe. It passes everything on until told otherwise.
 */
public final class TcpProxy implements AutoCloseable {

  private static final int CONNECT_LIMIT_MILLIS = 5_000;

  private final InetSocketAddress target;
  private final InetSocketAddress address;
  private final Wire wire = new Wire();
  private final Set<TcpProxyConnection> connections = ConcurrentHashMap.newKeySet();
  private final AtomicInteger opened = new AtomicInteger();
  private @Nullable ServerSocket server;

  /** Keeps the port while connections to it are refused: bound, yet not listening. */
  private @Nullable Socket placeholder;

  private @Nullable Thread acceptor;
  private volatile boolean closed;

  private TcpProxy(InetSocketAddress target) throws IOException {
    this.target = target;
    ServerSocket first = listen(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
    this.address = (InetSocketAddress) first.getLocalSocketAddress();
  }

  /** Opens a proxy to a target; the target need not listen yet. */
  public static TcpProxy to(String host, int port) throws IOException {
    return new TcpProxy(new InetSocketAddress(host, port));
  }

  /** The port on 127.0.0.1; it stays the same through all faults. */
  public int port() {
    return address.getPort();
  }

  /** How many connections were accepted since the start. */
  public int opened() {
    return opened.get();
  }

  /** How many connections are open now. */
  public int open() {
    return connections.size();
  }

  /**
   * Passes everything on again, at once. Bytes that were held back by a blackhole arrive now, as
   * after a network's outage.
   */
  public synchronized void pass() throws IOException {
    wire.pass();
    if (placeholder != null) {
      placeholder.close();
      placeholder = null;
      listen(address);
    }
  }

  /** Resets every open connection (RST, not FIN). New ones are treated as before. */
  public void cutAll() {
    connections.removeIf(
        connection -> {
          connection.reset();
          return true;
        });
  }

  /**
   * Makes every open connection silent for good, as a network does that has forgotten it: nothing
   * arrives any more, no end and no reset. New ones are treated as before.
   */
  public void forgetAll() {
    connections.forEach(TcpProxyConnection::forget);
  }

  /** Refuses new connections, as a port where nobody listens; open ones stay. */
  public synchronized void refuse() throws IOException {
    if (server == null || acceptor == null) {
      return;
    }
    server.close();
    server = null;
    // The port is free only when the thread that blocks on it has let go of it.
    awaitEnd(acceptor);
    Socket holder = new Socket();
    holder.setReuseAddress(true);
    holder.bind(address);
    placeholder = holder;
  }

  /**
   * Lets nothing through in either direction, on new connections (which are still accepted) and on
   * open ones, until {@link #pass}.
   */
  public void blackhole() {
    wire.block();
  }

  /** Delays every byte on its way back from the target: a round trip takes that much longer. */
  public void delay(Duration delay) {
    wire.delay(delay);
  }

  /** Closes the port and resets every connection. */
  @Override
  public synchronized void close() throws IOException {
    closed = true;
    if (server != null) {
      server.close();
    }
    if (placeholder != null) {
      placeholder.close();
    }
    cutAll();
    wire.pass();
  }

  private ServerSocket listen(InetSocketAddress at) throws IOException {
    ServerSocket listening = new ServerSocket();
    listening.setReuseAddress(true);
    listening.bind(at);
    server = listening;
    acceptor = Thread.ofVirtual().name("tcp-proxy").start(() -> accept(listening));
    return listening;
  }

  private void accept(ServerSocket listening) {
    while (true) {
      Socket client;
      try {
        client = listening.accept();
      } catch (IOException _) {
        return; // Closed, by refuse or close.
      }
      opened.incrementAndGet();
      TcpProxyConnection connection = new TcpProxyConnection(client, wire);
      connections.add(connection);
      if (closed) {
        connection.reset();
      }
      Thread.ofVirtual()
          .name("tcp-proxy-connection")
          .start(
              () -> {
                try {
                  connection.run(target, CONNECT_LIMIT_MILLIS);
                } finally {
                  connections.remove(connection);
                }
              });
    }
  }

  private static void awaitEnd(Thread thread) throws IOException {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the proxy's port was closed");
    }
  }
}
