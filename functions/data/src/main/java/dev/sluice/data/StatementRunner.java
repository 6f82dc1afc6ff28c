package dev.sluice.data;

import dev.sluice.call.Call;
import dev.sluice.telemetry.Metric;
import dev.sluice.telemetry.Span;
import dev.sluice.telemetry.Telemetry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * Runs one query in a read-only transaction of its own, under its limits. Safe for use by several
 * threads.
 */
final class StatementRunner {
  private static final int FETCH_ROWS = 256;

  /** Room after the server's own timeout for the cancel, the cut, and the answer that says so. */
  private static final Duration RESERVE = Watchdog.CUT_AFTER.plusMillis(100);

  private final Watchdog watchdog;
  private final Telemetry telemetry;

  StatementRunner(Watchdog watchdog, Telemetry telemetry) {
    this.watchdog = watchdog;
    this.telemetry = telemetry;
  }

  Rows run(Server server, Query query, Call call) throws SQLException {
    long startNanos = System.nanoTime();
    try (Telemetry.OpenSpan _ = telemetry.open(Span.STATEMENT);
        Connection connection = server.borrow()) {
      Duration limit = limit(query, call);
      try (Watchdog.Watch _ = watchdog.watch(connection, limit)) {
        Rows rows = read(connection, query, limit, server.source());
        connection.rollback();
        telemetry.measure(Metric.ROWS, rows.rows().size());
        return rows;
      }
    } finally {
      telemetry.measure(Metric.STATEMENT_TIME, (System.nanoTime() - startNanos) / 1e6);
    }
  }

  /** The tool's own limit where the deadline leaves room for it: the same text, planned once. */
  private static Duration limit(Query query, Call call) {
    Duration limit =
        call.deadline()
            .reserving(RESERVE)
            .atMost(Duration.ofMillis(query.limits().timeoutMillis()));
    return limit.isPositive() ? limit : Duration.ofMillis(1);
  }

  private static Rows read(Connection connection, Query query, Duration limit, Rows.Source source)
      throws SQLException {
    try (PreparedStatement timeout = connection.prepareStatement(Session.STATEMENT_TIMEOUT)) {
      timeout.setString(1, String.valueOf(limit.toMillis()));
      timeout.execute();
    }
    int maxRows = query.limits().maxRows();
    try (PreparedStatement statement = connection.prepareStatement(query.sql().jdbcText())) {
      Arguments.bind(statement, query);
      // One more than may be handed out tells whether there was more.
      statement.setMaxRows(maxRows + 1);
      statement.setFetchSize(Math.min(maxRows + 1, FETCH_ROWS));
      try (ResultSet results = statement.executeQuery()) {
        List<Column> columns = Columns.of(results.getMetaData());
        RowCollector collector = new RowCollector(columns, query.limits());
        while (collector.wantsMore() && results.next()) {
          collector.add(results);
        }
        return collector.rows(source);
      }
    }
  }
}
