package dev.sluice.cache;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * A socket all of whose work ends at one moment: connecting, every byte that comes, every byte that
 * goes. The platform's own bounds neither a write to a server that has stopped reading, nor bytes
 * that come one by one. TLS may be laid over it, and is bounded with it. Used by one thread at a
 * time.
 */
final class TimedSocket extends Socket {
  /** At a time: the platform copies all that it is given, and keeps a buffer of that size. */
  private static final int SLICE_BYTES = 64 << 10;

  private final SocketChannel channel;
  private final Selector selector;
  private final SelectionKey key;
  private long endNanos;

  private TimedSocket(SocketChannel channel, Selector selector, long endNanos) throws IOException {
    this.channel = channel;
    this.selector = selector;
    this.endNanos = endNanos;
    channel.configureBlocking(false);
    this.key = channel.register(selector, 0);
  }

  /**
   * Connects.
   *
   * @param endNanos by {@link System#nanoTime}
   * @throws SocketTimeoutException when there is no connection by then
   */
  static TimedSocket connect(InetSocketAddress address, long endNanos) throws IOException {
    SocketChannel channel = SocketChannel.open();
    Selector selector = null;
    try {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      selector = Selector.open();
      TimedSocket socket = new TimedSocket(channel, selector, endNanos);
      if (!channel.connect(address)) {
        while (!channel.finishConnect()) {
          socket.await(SelectionKey.OP_CONNECT);
        }
      }
      return socket;
    } catch (IOException | RuntimeException e) {
      if (selector != null) {
        selector.close();
      }
      channel.close();
      throw e;
    }
  }

  /** Sets the moment at which work ends, by {@link System#nanoTime}. */
  void endAt(long newEndNanos) {
    endNanos = newEndNanos;
  }

  @Override
  public InputStream getInputStream() {
    return new Incoming();
  }

  @Override
  public OutputStream getOutputStream() {
    return new Outgoing();
  }

  @Override
  public void close() throws IOException {
    selector.close();
    channel.close();
  }

  @Override
  public boolean isConnected() {
    return true;
  }

  @Override
  public boolean isBound() {
    return true;
  }

  @Override
  public boolean isClosed() {
    return !channel.isOpen();
  }

  @Override
  public boolean isInputShutdown() {
    return false;
  }

  @Override
  public boolean isOutputShutdown() {
    return false;
  }

  @Override
  public void shutdownInput() throws IOException {
    var _ = channel.shutdownInput();
  }

  @Override
  public void shutdownOutput() throws IOException {
    var _ = channel.shutdownOutput();
  }

  @Override
  public InetAddress getInetAddress() {
    return channel.socket().getInetAddress();
  }

  @Override
  public int getPort() {
    return channel.socket().getPort();
  }

  @Override
  public SocketAddress getRemoteSocketAddress() {
    return channel.socket().getRemoteSocketAddress();
  }

  /** Has no effect: {@link #endAt} says how long. */
  @Override
  public void setSoTimeout(int millis) {}

  @Override
  public int getSoTimeout() {
    return 0;
  }

  /** Also asked where nothing is waited for: bytes may come and go for ever. */
  private long leftMillis() throws SocketTimeoutException {
    long leftMillis = (endNanos - System.nanoTime()) / 1_000_000;
    if (leftMillis < 1) {
      throw new SocketTimeoutException("not within the time that there is");
    }
    return leftMillis;
  }

  private void await(int operation) throws IOException {
    long leftMillis = leftMillis();
    key.interestOps(operation);
    int _ = selector.select(leftMillis);
    selector.selectedKeys().clear();
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("interrupted while waiting for the store");
    }
  }

  private final class Incoming extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      var _ = leftMillis();
      ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, Math.min(length, SLICE_BYTES));
      int read = channel.read(buffer);
      while (read == 0) {
        await(SelectionKey.OP_READ);
        read = channel.read(buffer);
      }
      return read;
    }
  }

  private final class Outgoing extends OutputStream {
    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      int written = 0;
      while (written < length) {
        var _ = leftMillis();
        int slice = Math.min(length - written, SLICE_BYTES);
        int now = channel.write(ByteBuffer.wrap(bytes, offset + written, slice));
        if (now == 0) {
          await(SelectionKey.OP_WRITE);
        }
        written += now;
      }
    }
  }
}
