package dev.sluice.identity.audit;

import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The chain of this environment's records. Its name is made with the first record, so never before
 * a snapshot. After a line of which nobody knows whether it was written, another chain begins. Safe
 * for use by several threads: records are written one after the other.
 */
public final class AuditTrail {
  private final AuditSink sink;
  private @Nullable String environment;
  private long sequence;
  private String previous = AuditLine.NOTHING_BEFORE;

  /** A trail that nothing is written to yet. */
  public AuditTrail(AuditSink sink) {
    this.sink = sink;
  }

  /** Whether records are made. */
  public boolean isKept() {
    return !sink.equals(AuditSink.NONE);
  }

  /**
   * Writes a record; when this returns it has left the process.
   *
   * @throws IOException where that is not certain: then the call may not be answered with data
   */
  public synchronized void write(AuditRecord call) throws IOException {
    String name = environment;
    if (name == null) {
      name = UUID.randomUUID().toString();
      environment = name;
    }
    String line = AuditLine.of(call, name, sequence + 1, previous);
    try {
      sink.write(line);
    } catch (IOException | RuntimeException e) {
      forget();
      throw e;
    }
    sequence++;
    previous = AuditLine.hashOf(line);
  }

  /** Makes a line as it would be written, and writes none: so that making one is warm. */
  public void rehearse(AuditRecord call) {
    String _ = AuditLine.of(call, "rehearsal", 1, AuditLine.NOTHING_BEFORE);
  }

  /**
   * Begins another chain with the next record: before a snapshot, so that none is continued twice.
   */
  public synchronized void forget() {
    environment = null;
    sequence = 0;
    previous = AuditLine.NOTHING_BEFORE;
  }
}
