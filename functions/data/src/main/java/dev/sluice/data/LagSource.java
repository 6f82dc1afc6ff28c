package dev.sluice.data;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;

/**
 * How a server tells how far it is behind its primary. Each way is one statement of one row: the
 * most that it can be behind, in milliseconds, null when it cannot tell; then, where positions in
 * the log can be compared, the timeline and how far it has replayed. All of it is open to every
 * role.
 */
enum LagSource {
  /**
   * PostgreSQL's own replication. Data is as old as the last commit that was replayed: on an idle
   * primary that grows though nothing is missing, which {@link PrimaryLog} can tell. What a WAL
   * receiver heard last tells nothing: it may have heard it from another replica.
   */
  STREAMING(
      """
      select case when pg_is_in_recovery()
          then 1000 * extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp())
          else 0 end,
        case when pg_is_in_recovery() then (select timeline_id from pg_control_checkpoint()) end,
        case when pg_is_in_recovery() then pg_last_wal_replay_lsn() - '0/0'::pg_lsn end"""),

  /**
   * Aurora's: its readers share the writer's storage, and the writer keeps one table of all. A row
   * of it can be old itself, which counts as well.
   */
  AURORA(
      """
      select case when session_id = 'MASTER_SESSION_ID' then 0
          else 1 + replica_lag_in_msec
            + 1000 * abs(extract(epoch from clock_timestamp() - last_update_timestamp)) end,
        null, null
      from aurora_replica_status() where server_id = aurora_db_instance_identifier()""");

  private static final String WHICH =
      "select to_regprocedure('aurora_version()') is not null"
          + " and to_regprocedure('aurora_replica_status()') is not null";

  private final String sql;

  LagSource(String sql) {
    this.sql = sql;
  }

  /** The statement, without parameters. */
  String sql() {
    return sql;
  }

  /** The one that a server understands. Crosses the network once. */
  static LagSource of(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(WHICH)) {
      row.next();
      return row.getBoolean(1) ? AURORA : STREAMING;
    }
  }

  /** What the statement's answer says, when it was sent at that moment. */
  static Sighting read(ResultSet row, Instant askedAt) throws SQLException {
    if (!row.next()) {
      return new Sighting(askedAt, null, null);
    }
    double millis = row.getDouble(1);
    boolean isTold = !row.wasNull();
    long timeline = row.getLong(2);
    long bytes = row.getLong(3);
    Sighting.Position replayed = row.wasNull() ? null : new Sighting.Position(timeline, bytes);
    // What replays is behind, and be it by a little; whatever the clocks say.
    long leastMillis = replayed == null ? 0 : 1;
    return new Sighting(askedAt, isTold ? atLeast(leastMillis, millis) : null, replayed);
  }

  private static Duration atLeast(long leastMillis, double millis) {
    return Duration.ofMillis(Math.max(leastMillis, (long) Math.ceil(Math.min(millis, 1e15))));
  }
}
