package dev.sluice.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

/** Keeps what is printed, and prints it all the same. */
final class Copying {
  private Copying() {}

  static PrintStream of(PrintStream to, OutputStream written) {
    return new PrintStream(new Both(to, written), true, UTF_8);
  }

  private static final class Both extends OutputStream {
    private final PrintStream to;
    private final OutputStream written;

    Both(PrintStream to, OutputStream written) {
      this.to = to;
      this.written = written;
    }

    @Override
    public void write(int b) throws IOException {
      written.write(b);
      to.write(b);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      written.write(bytes, from, length);
      to.write(bytes, from, length);
    }
  }
}
