package dev.sluice.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** The last of what a process wrote, read by a thread of its own. Thread-safe. */
final class OutputTail {

  private static final int MAX_BYTES = 256 << 10;

  private final byte[] ring = new byte[MAX_BYTES];
  private final Thread reader;
  private long written;

  OutputTail(InputStream in) {
    reader = Thread.ofPlatform().daemon().name("function-output").start(() -> read(in));
  }

  /** Waits, within a bound, until the process has closed its output. */
  void awaitEnd(Duration limit) {
    try {
      reader.join(limit);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** What is kept: the last 256 KiB, with a line on what was dropped before them. */
  synchronized String text() {
    if (written <= MAX_BYTES) {
      return new String(ring, 0, (int) written, UTF_8);
    }
    int oldest = (int) (written % MAX_BYTES);
    byte[] ordered = new byte[MAX_BYTES];
    System.arraycopy(ring, oldest, ordered, 0, MAX_BYTES - oldest);
    System.arraycopy(ring, 0, ordered, MAX_BYTES - oldest, oldest);
    return "["
        + (written - MAX_BYTES)
        + " bytes before this are dropped]\n"
        + new String(ordered, UTF_8);
  }

  private void read(InputStream in) {
    byte[] chunk = new byte[8 << 10];
    try (in) {
      for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
        append(chunk, count);
      }
    } catch (IOException _) {
      // The process was destroyed under the read: what came until then is kept.
    }
  }

  private synchronized void append(byte[] chunk, int count) {
    int at = (int) (written % MAX_BYTES);
    int first = Math.min(count, MAX_BYTES - at);
    System.arraycopy(chunk, 0, ring, at, first);
    System.arraycopy(chunk, first, ring, 0, count - first);
    written += count;
  }
}
