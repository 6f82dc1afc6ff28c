package dev.sluice.identity.audit;

import java.io.IOException;

/** Where records go. Called by one thread at a time. */
@FunctionalInterface
public interface AuditSink {
  /**
   * Nowhere: with it no record is made at all. No setting names it; it is there so that what
   * records cost can be measured.
   */
  AuditSink NONE = _ -> {};

  /**
   * Writes a line, and returns when it has left this process.
   *
   * @param line without its end
   * @throws IOException where it is not certain that it was written
   */
  void write(String line) throws IOException;
}
