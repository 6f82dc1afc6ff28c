package dev.sluice.task.result;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** The lines of a part, one after the other, never all in memory. Used by one thread. */
final class PartLines implements AutoCloseable {
  private static final int BUFFER_BYTES = 64 * 1_024;

  private final InputStream stream;
  private long bytes;

  PartLines(byte[] compressed) throws IOException {
    this.stream =
        new BufferedInputStream(
            new GZIPInputStream(new ByteArrayInputStream(compressed), BUFFER_BYTES), BUFFER_BYTES);
  }

  /** Skips a line; whether there was one. */
  boolean skip() throws IOException {
    return next(null, Long.MAX_VALUE);
  }

  /**
   * Reads a line, without its line feed.
   *
   * @param into nothing of a line goes there beyond so many bytes
   * @return whether there was one
   */
  boolean next(ByteArrayOutputStream into, int most) throws IOException {
    into.reset();
    return next(into, (long) most);
  }

  private boolean next(@Nullable ByteArrayOutputStream into, long most) throws IOException {
    long length = 0;
    for (int b = stream.read(); b >= 0; b = stream.read()) {
      bytes++;
      if (b == '\n') {
        return true;
      }
      length++;
      if (into != null && length <= most) {
        into.write(b);
      }
    }
    if (length > 0) {
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
}
