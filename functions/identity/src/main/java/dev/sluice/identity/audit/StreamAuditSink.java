package dev.sluice.identity.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintStream;

/** Lines on a stream: a function's standard output, which Lambda takes to its log group. */
public final class StreamAuditSink implements AuditSink {
  private final PrintStream out;

  /** On a stream that stays the caller's. */
  public StreamAuditSink(PrintStream out) {
    this.out = out;
  }

  @Override
  public void write(String line) throws IOException {
    byte[] bytes = (line + '\n').getBytes(UTF_8);
    out.write(bytes, 0, bytes.length);
    out.flush();
    if (out.checkError()) {
      throw new IOException("the stream of audit records takes no more");
    }
  }
}
