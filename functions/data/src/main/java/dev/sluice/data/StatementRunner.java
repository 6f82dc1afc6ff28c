package dev.sluice.data;

import dev.sluice.call.Call;
import dev.sluice.telemetry.Metric;
import dev.sluice.telemetry.Span;
import dev.sluice.telemetry.Telemetry;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Runs one query in a read-only transaction of its own, under its limits. Safe for use by several
 * threads.
 *
 * <p>An answer of few rows takes one round trip: the transaction's begin, the timeout and the
 * claims, the statement and the transaction's end go out together. More rows are fetched in pieces.
 * Behind an ad-hoc statement, one round trip more cleans its connection.
 */
final class StatementRunner {
  private static final int FETCH_ROWS = 256;

  private final Watchdog watchdog;
  private final PrimaryLog primaryLog;
  private final Telemetry telemetry;
  private final InstantSource clock;
  private final MaskKeys keys;

  StatementRunner(
      Watchdog watchdog,
      PrimaryLog primaryLog,
      MaskKeys keys,
      Telemetry telemetry,
      InstantSource clock) {
    this.watchdog = watchdog;
    this.primaryLog = primaryLog;
    this.telemetry = telemetry;
    this.clock = clock;
    this.keys = keys;
  }

  Rows run(Server server, Query query, Call call) throws SQLException {
    long startNanos = System.nanoTime();
    try (Telemetry.OpenSpan _ = telemetry.open(Span.STATEMENT)) {
      Rows rows = runWithinMemory(server, query, call);
      telemetry.measure(Metric.ROWS, rows.rows().size());
      return rows;
    } finally {
      telemetry.measure(Metric.STATEMENT_TIME, (System.nanoTime() - startNanos) / 1e6);
    }
  }

  /** Rows too wide to be fetched many at a time are fetched one by one. */
  private Rows runWithinMemory(Server server, Query query, Call call) throws SQLException {
    try {
      return run(server, query, call, Math.min(query.limits().maxRows() + 1, FETCH_ROWS));
    } catch (SQLException e) {
      if (!SqlStates.isTooMuchAtOnce(e)) {
        throw e;
      }
    }
    try {
      return run(server, query, call, 1);
    } catch (SQLException e) {
      if (!SqlStates.isTooMuchAtOnce(e)) {
        throw e;
      }
      throw new DataException.Refused(
          "The first row alone is larger than "
              + Connector.MOST_MEBIBYTES_AT_ONCE
              + " MiB. Ask for fewer columns, or for a part of the value.",
          e);
    }
  }

  private Rows run(Server server, Query query, Call call, int rowsAtOnce) throws SQLException {
    Masking masking = Masking.of(query.masksFor(call.principal()), keys);
    try (Lease lease = server.borrow(query.kind(), call.deadline())) {
      Timing timing = Timing.of(query.limits().timeoutMillis(), call.deadline().remaining());
      long startNanos = System.nanoTime();
      Watchdog.Watch watch = watchdog.watch(lease.physical(), timing);
      try {
        return read(server, lease, new Asking(query, call, masking, timing, rowsAtOnce));
      } catch (SQLException e) {
        if (SqlStates.isCancelled(e)) {
          boolean bySomeoneElse =
              !watch.stopped() && System.nanoTime() - startNanos < timing.limitMillis() * 1_000_000;
          throw bySomeoneElse
              ? new DataException.Busy("The statement was cancelled on the server.", e)
              : DataException.TimedOut.after(timing, e);
        }
        throw watch.wasCut() ? new CutException(timing, e) : e;
      } finally {
        lease.clean();
        if (!watch.end()) {
          lease.condemn();
        }
      }
    }
  }

  /**
   * One query on its way to one server.
   *
   * @param call whose it is
   * @param masking what is shown of the answer
   * @param timing when it must end
   * @param rowsAtOnce how many rows are fetched in one go
   */
  private record Asking(Query query, Call call, Masking masking, Timing timing, int rowsAtOnce) {

    int mostRows() {
      return query.limits().maxRows() + 1;
    }

    boolean inOneFlight() {
      return rowsAtOnce >= mostRows();
    }
  }

  private Rows read(Server server, Lease lease, Asking asking) throws SQLException {
    Query query = asking.query();
    boolean oneFlight = asking.inOneFlight();
    LagSource lagSource = server.lags().toAsk(lease, query.freshness());
    try (PreparedStatement statement =
        lease.connection().prepareStatement(text(query.sql(), lagSource, oneFlight))) {
      Claims claims = Claims.of(asking.call().principal());
      Arguments.bind(statement, Session.bind(statement, asking.timing(), claims), query);
      // One more than may be handed out tells whether there was more.
      statement.setMaxRows(asking.mostRows());
      statement.setFetchSize(oneFlight ? 0 : asking.rowsAtOnce());
      Instant sentAt = clock.instant();
      statement.execute();
      // What is read is no older than what was seen of the server just before.
      Duration lag =
          lagSource == null
              ? server.lags().lag(lease.physical(), query.freshness(), sentAt)
              : measured(server, lease, asking, statement, sentAt);
      if (!statement.getMoreResults()) {
        throw new DataException.Refused("The statement is no query: it gives no rows.", null);
      }
      try (ResultSet results = statement.getResultSet()) {
        Columns columns =
            Columns.of(results, lease.physical().getTypeInfo(), asking.masking(), query.kind());
        RowCollector collector = new RowCollector(columns, query.limits());
        collect(results, collector, asking.rowsAtOnce());
        return collector
            .rows(server.source())
            .of(new Rows.Age(lag, !query.freshness().allows(lag)));
      }
    }
  }

  private static String text(SqlTemplate sql, @Nullable LagSource lagSource, boolean oneFlight) {
    if (lagSource != null) {
      return sql.after(lagSource.sql(), oneFlight);
    }
    return oneFlight ? sql.inOneFlight() : sql.streamed();
  }

  private @Nullable Duration measured(
      Server server, Lease lease, Asking asking, PreparedStatement statement, Instant sentAt)
      throws SQLException {
    Freshness freshness = asking.query().freshness();
    statement.getMoreResults();
    Sighting sighting;
    try (ResultSet row = statement.getResultSet()) {
      sighting = server.lags().seen(lease.physical(), LagSource.read(row, sentAt));
    }
    if (!freshness.allows(sighting.lag()) && sighting.replayed() != null) {
      // It may have all there is, and the primary be idle.
      sighting =
          server
              .lags()
              .seen(
                  lease.physical(),
                  sighting.comparedWith(primaryLog.now(asking.call().deadline())));
    }
    if (sighting.lag() != null) {
      telemetry.measure(Metric.REPLICA_LAG, sighting.lag().toNanos() / 1e6);
    }
    return sighting.lag();
  }

  private static void collect(ResultSet results, RowCollector collector, int rowsAtOnce)
      throws SQLException {
    try {
      while (collector.wantsMore() && results.next()) {
        collector.add(results);
      }
    } catch (SQLException e) {
      if (rowsAtOnce > 1 || !SqlStates.isTooMuchAtOnce(e)) {
        throw e;
      }
      // This row alone is more than a whole answer may be.
      collector.cutByBytes();
    }
  }
}
