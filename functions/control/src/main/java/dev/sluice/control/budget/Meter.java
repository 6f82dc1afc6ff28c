package dev.sluice.control.budget;

import dev.sluice.cache.Amounts;
import dev.sluice.cache.Cache;
import dev.sluice.catalog.shape.Column;
import dev.sluice.data.Database;
import dev.sluice.data.LongReads;
import dev.sluice.data.RowSink;
import dev.sluice.data.Rows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What one call reads: rows and their bytes, wherever they come from, and the time of the database.
 * Belongs to the thread that does the work; a call that waits for what another reads spends no time
 * of the database. Used by one thread.
 */
public final class Meter {
  private static final ScopedValue<Meter> CURRENT = ScopedValue.newInstance();

  /** Quotes, colon and comma around a value in a JSON object, as a tool's limits count them. */
  private static final int BYTES_AROUND_VALUE = 6;

  private static final int BYTES_OF_NULL = 4;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private long rows;
  private long bytes;
  private long nanos;

  /** Whether something around this is counting the same rows. */
  private boolean inside;

  /** Does some work, and measures what it reads. */
  public <T, X extends Throwable> T run(ScopedValue.CallableOp<? extends T, X> work) throws X {
    return ScopedValue.where(CURRENT, this).call(work);
  }

  /** What was read by now; a part of a millisecond counts as a whole one. */
  public Amounts amounts() {
    return new Amounts(0, rows, bytes, Math.ceilDiv(nanos, NANOS_PER_MILLI));
  }

  /** A database whose time is measured, and what it answers. */
  public static Database over(Database database) {
    return counted(
        (query, call) -> {
          if (!CURRENT.isBound()) {
            return database.read(query, call);
          }
          Meter meter = CURRENT.get();
          long startNanos = System.nanoTime();
          try {
            return database.read(query, call);
          } finally {
            meter.nanos += System.nanoTime() - startNanos;
          }
        });
  }

  /**
   * Long reads that are measured, also where they come to nothing: each row that is handed out, and
   * the time for which the statement is open, that of storing its rows included.
   */
  public static LongReads overLong(LongReads reads) {
    return (query, limits, call, cancellation, sink) -> {
      if (!CURRENT.isBound()) {
        return reads.stream(query, limits, call, cancellation, sink);
      }
      Meter meter = CURRENT.get();
      long startNanos = System.nanoTime();
      try {
        return reads.stream(query, limits, call, cancellation, meter.counting(sink));
      } finally {
        meter.nanos += System.nanoTime() - startNanos;
      }
    };
  }

  private RowSink counting(RowSink sink) {
    return new RowSink() {
      private long ofNames;

      @Override
      public void begin(Head head) throws IOException {
        ofNames = bytesOfNames(head.columns());
        sink.begin(head);
      }

      @Override
      public void take(List<JsonNode> row) throws IOException {
        rows++;
        bytes += ofNames + bytesOfValues(row);
        sink.take(row);
      }
    };
  }

  /** A cache of what it answered, out of which rows count too. */
  public static Cache keeping(Cache cache) {
    return (database, keeping) -> counted(cache.over(database, keeping));
  }

  /** Of two that read the same, the outer one counts. */
  private static Database counted(Database database) {
    return (query, call) -> {
      if (!CURRENT.isBound() || CURRENT.get().inside) {
        return database.read(query, call);
      }
      Meter meter = CURRENT.get();
      meter.inside = true;
      try {
        Rows answer = database.read(query, call);
        meter.rows += answer.rows().size();
        meter.bytes += bytes(answer);
        return answer;
      } finally {
        meter.inside = false;
      }
    };
  }

  private static long bytes(Rows answer) {
    long bytes = answer.rows().size() * bytesOfNames(answer.columns());
    for (List<JsonNode> row : answer.rows()) {
      bytes += bytesOfValues(row);
    }
    return bytes;
  }

  private static long bytesOfNames(List<Column> columns) {
    return columns.stream().mapToLong(column -> column.name().length() + BYTES_AROUND_VALUE).sum();
  }

  private static long bytesOfValues(List<JsonNode> row) {
    long bytes = 0;
    for (JsonNode value : row) {
      bytes +=
          value.isNull()
              ? BYTES_OF_NULL
              : length(value.isContainer() ? value.toString() : value.asString());
    }
    return bytes;
  }

  private static int length(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return text.getBytes(StandardCharsets.UTF_8).length;
      }
    }
    return text.length();
  }
}
