package dev.sluice.data;

import dev.sluice.call.Call;
import dev.sluice.call.secret.Secrets;
import dev.sluice.catalog.Limits;
import dev.sluice.telemetry.CallScope;
import dev.sluice.telemetry.Metric;
import dev.sluice.telemetry.OpenSpan;
import dev.sluice.telemetry.Span;
import dev.sluice.telemetry.Telemetry;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.NonNull;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

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
  private final Secrets secrets;

  StatementRunner(
      Watchdog watchdog,
      PrimaryLog primaryLog,
      Secrets secrets,
      Telemetry telemetry,
      InstantSource clock) {
    this.watchdog = watchdog;
    this.primaryLog = primaryLog;
    this.telemetry = telemetry;
    this.clock = clock;
    this.secrets = secrets;
  }

  Rows run(Server server, Query query, Call call) throws SQLException {
    return measured(server, () -> runWithinMemory(server, query, call), rows -> rows.rows().size());
  }

  /** A piece of work on one server. */
  @FunctionalInterface
  interface Work<T extends @Nullable Object> {
    T run() throws SQLException;
  }

  /**
   * Measures a statement.
   *
   * @param rows how many it handed out
   */
  <T extends @Nullable Object> T measured(
      Server server, Work<T> work, ToLongFunction<@NonNull T> rows) throws SQLException {
    long startNanos = System.nanoTime();
    try {
      T answer = spanned(Span.STATEMENT, server, work);
      if (answer != null) {
        telemetry.measure(Metric.ROWS, (double) rows.applyAsLong(answer));
      }
      return answer;
    } finally {
      telemetry.measure(Metric.STATEMENT_TIME, (System.nanoTime() - startNanos) / 1e6);
    }
  }

  private static <T extends @Nullable Object> T spanned(Span kind, Server server, Work<T> work)
      throws SQLException {
    try (OpenSpan span = CallScope.open(kind, server.source().server())) {
      try {
        return work.run();
      } catch (SQLException | RuntimeException e) {
        span.failed();
        throw e;
      }
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
    Limits limits = query.limits();
    Terms terms =
        new Terms(limits.timeoutMillis(), limits.maxRows() + 1, rowsAtOnce, Cancellation.NEVER);
    return run(
        server,
        query,
        call,
        terms,
        answer -> {
          List<List<JsonNode>> rows = new ArrayList<>();
          RowCollector collector =
              new RowCollector(answer.columns(), limits.maxRows(), limits.maxBytes(), rows::add);
          collect(answer.results(), collector, rowsAtOnce);
          return new Rows(
              answer.columns().columns(), rows, collector.cut(), server.source(), answer.age());
        });
  }

  /**
   * On what terms a statement is run.
   *
   * @param timeoutMillis the most it may take, from 1
   * @param mostRows one more than may be handed out: it tells whether there was more
   * @param rowsAtOnce how many rows are fetched in one go
   * @param cancellation who may lose interest in it
   */
  record Terms(int timeoutMillis, int mostRows, int rowsAtOnce, Cancellation cancellation) {

    boolean inOneFlight() {
      return rowsAtOnce >= mostRows;
    }
  }

  /**
   * An answer whose rows are still to be read.
   *
   * @param results before the first row
   * @param columns of it, and how they are read
   * @param age how old what is read can be
   * @param watch that is kept over it
   */
  record Answer(ResultSet results, Columns columns, Rows.Age age, Watchdog.Watch watch) {}

  /** What is made of an answer, before its transaction ends. */
  @FunctionalInterface
  interface Taking<T extends @Nullable Object> {
    T take(Answer answer) throws SQLException;
  }

  /** Runs a query on a server, and has its answer taken. */
  <T extends @Nullable Object> T run(
      Server server, Query query, Call call, Terms terms, Taking<T> taking) throws SQLException {
    Masking masking = Masking.of(query.masksFor(call.principal()), secrets, clock);
    try (Lease lease =
        spanned(Span.POOL, server, () -> server.borrow(query.kind(), call.deadline()))) {
      Timing timing = Timing.of(terms.timeoutMillis(), call.deadline().remaining());
      long startNanos = System.nanoTime();
      Watchdog.Watch watch = watchdog.watch(lease.physical(), timing, terms.cancellation());
      try {
        return read(server, lease, new Asking(query, call, masking, timing, terms, watch), taking);
      } catch (SQLException e) {
        if (watch.isUnwanted()) {
          throw new DataException.Cancelled(e);
        }
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
   * @param terms how it is fetched
   * @param watch that is kept over it
   */
  private record Asking(
      Query query, Call call, Masking masking, Timing timing, Terms terms, Watchdog.Watch watch) {}

  private <T extends @Nullable Object> T read(
      Server server, Lease lease, Asking asking, Taking<T> taking) throws SQLException {
    Query query = asking.query();
    boolean oneFlight = asking.terms().inOneFlight();
    LagSource lagSource = server.lags().toAsk(lease, query.freshness());
    try (PreparedStatement statement =
        lease.connection().prepareStatement(text(query.sql(), lagSource, oneFlight))) {
      Claims claims = Claims.of(asking.call().principal());
      Arguments.bind(statement, Session.bind(statement, asking.timing(), claims), query);
      statement.setMaxRows(asking.terms().mostRows());
      statement.setFetchSize(oneFlight ? 0 : asking.terms().rowsAtOnce());
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
        Rows.Age age = new Rows.Age(lag, !query.freshness().allows(lag));
        return taking.take(new Answer(results, columns, age, asking.watch()));
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
