package dev.sluice.cache;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** A connection to one server. Used by one thread at a time. */
final class RedisLine extends Connection {
  private final TimedSocket socket;
  private final RedisNode node;
  private final int epoch;
  private Instant lastUsed = Instant.EPOCH;
  private Instant opened = Instant.EPOCH;

  private RedisLine(
      RedisNode node, int epoch, TimedSocket socket, Socket outer, JedisClientConfig config) {
    super(() -> outer, config);
    this.node = node;
    this.epoch = epoch;
    this.socket = socket;
  }

  /**
   * Opens a connection, and logs in.
   *
   * @param tls null for none
   * @param epoch a number that {@link #epoch} gives back
   * @throws JedisConnectionException when there is none in time
   */
  static RedisLine open(
      RedisNode node,
      @Nullable SSLSocketFactory tls,
      JedisClientConfig config,
      int epoch,
      long endNanos) {
    TimedSocket socket = null;
    try {
      socket = TimedSocket.connect(address(node, endNanos), endNanos);
      Socket outer = tls == null ? socket : shake(tls, socket, node);
      return new RedisLine(node, epoch, socket, outer, config);
    } catch (IOException e) {
      closeQuietly(socket);
      throw new JedisConnectionException(e);
    } catch (RuntimeException e) {
      closeQuietly(socket);
      throw e;
    }
  }

  RedisNode node() {
    return node;
  }

  int epoch() {
    return epoch;
  }

  Instant opened() {
    return opened;
  }

  void opened(Instant at) {
    opened = at;
  }

  Instant lastUsed() {
    return lastUsed;
  }

  void used(Instant at) {
    lastUsed = at;
  }

  /** Sets the moment at which all that is done with it ends. */
  void endAt(long endNanos) {
    socket.endAt(endNanos);
  }

  /** Sends what was written so far. */
  void push() {
    flush();
  }

  /** Ends the connection without a word: none may be waited for. */
  void drop() {
    closeQuietly(socket);
  }

  private static Socket shake(SSLSocketFactory tls, TimedSocket socket, RedisNode node)
      throws IOException {
    SSLSocket outer = (SSLSocket) tls.createSocket(socket, node.host(), node.port(), true);
    SSLParameters parameters = outer.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    outer.setSSLParameters(parameters);
    outer.startHandshake();
    return outer;
  }

  private static InetSocketAddress address(RedisNode node, long endNanos) throws IOException {
    try {
      return new InetSocketAddress(InetAddress.ofLiteral(node.host()), node.port());
    } catch (IllegalArgumentException _) {
      return new InetSocketAddress(resolve(node.host(), endNanos), node.port());
    }
  }

  /**
   * Looks a name up. The system gives no way to cut that short: one that takes too long is left
   * behind, and ends by itself.
   */
  private static InetAddress resolve(String host, long endNanos) throws IOException {
    CompletableFuture<InetAddress> found = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("resolve")
        .start(
            () -> {
              try {
                found.complete(InetAddress.getByName(host));
              } catch (UnknownHostException e) {
                found.completeExceptionally(e);
              }
            });
    try {
      return found.get(Math.max(0, endNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      throw new SocketTimeoutException("no address for the store's name in time");
    } catch (ExecutionException e) {
      throw new IOException("the store's name is not known", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while looking for the store", e);
    }
  }

  private static void closeQuietly(@Nullable TimedSocket socket) {
    try {
      if (socket != null) {
        socket.close();
      }
    } catch (IOException _) {
      // It is not used again, whatever the system says.
    }
  }
}
