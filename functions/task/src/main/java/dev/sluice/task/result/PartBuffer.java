package dev.sluice.task.result;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPOutputStream;

/** A part in the making, compressed as it grows. Used by one thread. */
final class PartBuffer {
  private static final int BUFFER_BYTES = 64 * 1_024;

  private final ByteArrayOutputStream compressed = new ByteArrayOutputStream(BUFFER_BYTES);
  private final GZIPOutputStream gzip;
  private long rows;
  private long bytes;

  PartBuffer() throws IOException {
    this.gzip = new GZIPOutputStream(compressed, BUFFER_BYTES);
  }

  /** A row, with its line feed. */
  void add(ByteArrayOutputStream line) throws IOException {
    line.writeTo(gzip);
    rows++;
    bytes += line.size();
  }

  long rows() {
    return rows;
  }

  /** Uncompressed. */
  long bytes() {
    return bytes;
  }

  /** Ends it. */
  byte[] content() throws IOException {
    gzip.close();
    return compressed.toByteArray();
  }
}
