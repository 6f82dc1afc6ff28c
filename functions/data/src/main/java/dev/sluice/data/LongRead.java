package dev.sluice.data;

import dev.sluice.call.Call;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One long read on its way from server to server. Once a row is handed out, or much time was spent,
 * it goes no further: what breaks then has broken off. For one call, used by one thread.
 */
final class LongRead {
  /** How many rows are fetched in one go: many, and where these are too wide, fewer. */
  private static final int[] ROWS_AT_ONCE = {256, 16, 1};

  /** What rows fetched in one go may come to, if they are as wide as the widest so far. */
  private static final long BYTES_AT_ONCE = 4L << 20;

  /** A statement that ran longer is not sent again by us: there may be no time for it. */
  private static final Duration SENT_AGAIN_WITHIN = Duration.ofSeconds(30);

  private final StatementRunner runner;
  private final Walk walk;
  private final Query query;
  private final LongLimits limits;
  private final Call call;
  private final Cancellation cancellation;
  private final RowSink sink;
  private boolean begun;
  private long rows;

  LongRead(
      StatementRunner runner,
      Walk walk,
      Query query,
      LongLimits limits,
      Call call,
      Cancellation cancellation,
      RowSink sink) {
    this.runner = runner;
    this.walk = walk;
    this.query = query;
    this.limits = limits;
    this.call = call;
    this.cancellation = cancellation;
    this.sink = sink;
  }

  /**
   * Reads from one server.
   *
   * @param onlyFresh whether rows that are older than allowed are left alone; it is null then
   */
  @Nullable Streamed at(Server server, boolean onlyFresh) throws SQLException {
    long startNanos = System.nanoTime();
    try {
      return runner.measured(
          server, () -> withinMemory(server, onlyFresh), streamed -> streamed.rows());
    } catch (SQLException e) {
      boolean late = System.nanoTime() - startNanos > SENT_AGAIN_WITHIN.toNanos();
      if (begun || (late && !(e instanceof NoConnectionException))) {
        throw walk.brokenOff(server, e, rows);
      }
      throw e;
    }
  }

  private @Nullable Streamed withinMemory(Server server, boolean onlyFresh) throws SQLException {
    for (int rowsAtOnce : ROWS_AT_ONCE) {
      StatementRunner.Terms terms =
          new StatementRunner.Terms(
              limits.timeoutMillis(),
              Math.toIntExact(limits.maxRows() + 1),
              rowsAtOnce,
              cancellation);
      try {
        return runner.run(
            server,
            query,
            call,
            terms,
            answer -> onlyFresh && answer.age().stale() ? null : take(server, answer, rowsAtOnce));
      } catch (SQLException e) {
        if (!SqlStates.isTooMuchAtOnce(e)) {
          throw e;
        }
        if (rowsAtOnce == 1) {
          throw new DataException.Refused(
              "Row "
                  + (rows + 1)
                  + " alone is larger than "
                  + Connector.MOST_MEBIBYTES_AT_ONCE
                  + " MiB. Ask for fewer columns, or for a part of the value.",
              e);
        }
      }
    }
    throw new IllegalStateException("one row at a time is the last");
  }

  private Streamed take(Server server, StatementRunner.Answer answer, int mostAtOnce)
      throws SQLException {
    RowSink.Head head =
        new RowSink.Head(
            answer.columns().columns(),
            query.masksFor(call.principal()),
            server.source(),
            answer.age());
    rows = 0;
    hand(() -> sink.begin(head));
    RowCollector collector =
        new RowCollector(answer.columns(), limits.maxRows(), limits.maxBytes(), this::hand);
    ResultSet results = answer.results();
    long widest = 1;
    while (collector.wantsMore() && results.next()) {
      long before = collector.bytes();
      collector.add(results);
      if (answer.watch().isUnwanted()) {
        throw new DataException.Cancelled(null);
      }
      if (collector.bytes() - before > widest) {
        widest = collector.bytes() - before;
        results.setFetchSize(Math.clamp(BYTES_AT_ONCE / widest, 1, mostAtOnce));
      }
    }
    return new Streamed(head, rows, collector.bytes(), collector.cut());
  }

  private void hand(List<JsonNode> row) {
    begun = true;
    hand(() -> sink.take(row));
    rows++;
  }

  /** What is done with the sink. */
  @FunctionalInterface
  private interface Handing {
    void run() throws IOException;
  }

  private static void hand(Handing handing) {
    try {
      handing.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
