package dev.sluice.task.result;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** The lines of a part, one after the other, never all in memory. Used by one thread. */
final class PartLines implements AutoCloseable {
  private static final int BUFFER_BYTES = 64 * 1_024;

  private final InputStream stream;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int at;
  private int end;
  private long bytes;

  PartLines(byte[] compressed) throws IOException {
    this.stream = new GZIPInputStream(new ByteArrayInputStream(compressed), BUFFER_BYTES);
  }

  /** Skips a line; whether there was one. */
  boolean skip() throws IOException {
    return next(new ByteArrayOutputStream(0), 0);
  }

  /**
   * Reads a line, without its line feed.
   *
   * @param into in place of what is there; nothing of a line goes there beyond so many bytes
   * @return whether there was one
   */
  boolean next(ByteArrayOutputStream into, int most) throws IOException {
    into.reset();
    boolean empty = true;
    while (fill()) {
      int feed = at;
      while (feed < end && buffer[feed] != '\n') {
        feed++;
      }
      into.write(buffer, at, Math.min(feed - at, most - into.size()));
      empty = false;
      boolean ended = feed < end;
      int read = feed - at + (ended ? 1 : 0);
      bytes += read;
      at += read;
      if (ended) {
        return true;
      }
    }
    if (!empty) {
      throw new IOException("its last line does not end");
    }
    return false;
  }

  /** That were read by now, line feeds included. */
  long bytes() {
    return bytes;
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }

  private boolean fill() throws IOException {
    if (at == end) {
      at = 0;
      end = Math.max(stream.read(buffer), 0);
    }
    return end > 0;
  }
}
