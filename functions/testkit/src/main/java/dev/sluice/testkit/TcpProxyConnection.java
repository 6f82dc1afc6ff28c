package dev.sluice.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** One connection through a proxy: a client's socket and, once it is reached, the target's. */
final class TcpProxyConnection {

  /** Enough for a delayed stream to keep its rate; beyond it the sender is held back, as by TCP. */
  private static final int MAX_CHUNKS = 256;

  private static final int CHUNK_BYTES = 16 << 10;

  @SuppressWarnings("ArrayRecordComponent") // Handed from one thread to the next, never compared.
  private record Chunk(long readAtNanos, byte[] bytes, boolean end) {}

  private final Socket client;
  private final Socket upstream = new Socket();
  private final Wire wire;
  private volatile boolean forgotten;

  TcpProxyConnection(Socket client, Wire wire) {
    this.client = client;
    this.wire = wire;
  }

  /** Carries bytes both ways until both ends are done, or one breaks; then closes both. */
  void run(InetSocketAddress target, int connectLimitMillis) {
    try {
      wire.await(System.nanoTime(), false);
      upstream.connect(target, connectLimitMillis);
      client.setTcpNoDelay(true);
      upstream.setTcpNoDelay(true);
      Thread towardsTarget = Thread.ofVirtual().start(() -> carry(client, upstream, false));
      carry(upstream, client, true);
      towardsTarget.join();
      client.close();
      upstream.close();
    } catch (IOException _) {
      reset();
    } catch (InterruptedException _) {
      reset();
      Thread.currentThread().interrupt();
    }
  }

  /** Loses whatever comes from now on, ends included, on both sides. */
  void forget() {
    forgotten = true;
  }

  /** Resets both sides: no FIN, what was on the way is lost. */
  void reset() {
    reset(client);
    reset(upstream);
  }

  private void broken() {
    if (!forgotten) {
      reset();
    }
  }

  private static void reset(Socket socket) {
    try (socket) {
      if (socket.isConnected()) {
        socket.setSoLinger(true, 0);
      }
    } catch (IOException _) {
      // It is closed already, which is what was asked for.
    }
  }

  /** Carries one direction; a reader of its own stamps the bytes, so that a delay costs no rate. */
  private void carry(Socket from, Socket to, boolean delayed) {
    BlockingQueue<Chunk> queue = new ArrayBlockingQueue<>(MAX_CHUNKS);
    Thread reader = Thread.ofVirtual().start(() -> read(from, queue));
    try {
      OutputStream out = to.getOutputStream();
      for (Chunk chunk = queue.take(); !chunk.end(); chunk = queue.take()) {
        wire.await(chunk.readAtNanos(), delayed);
        if (!forgotten) {
          out.write(chunk.bytes());
        }
      }
      wire.await(System.nanoTime(), delayed);
      if (!forgotten) {
        to.shutdownOutput();
      }
    } catch (IOException _) {
      broken();
    } catch (InterruptedException _) {
      reset();
      Thread.currentThread().interrupt();
    } finally {
      reader.interrupt();
    }
  }

  private void read(Socket from, BlockingQueue<Chunk> queue) {
    byte[] buffer = new byte[CHUNK_BYTES];
    try {
      InputStream in = from.getInputStream();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        queue.put(new Chunk(System.nanoTime(), Arrays.copyOf(buffer, count), false));
      }
      queue.put(new Chunk(System.nanoTime(), new byte[0], true));
    } catch (IOException _) {
      // A reset on one side is a reset on the other; the writer ends with its socket.
      broken();
      var _ = queue.offer(new Chunk(0, new byte[0], true));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
