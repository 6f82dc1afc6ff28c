package dev.sluice.data;

import com.zaxxer.hikari.pool.HikariPool;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.core.BaseConnection;

/** A pool's connection on loan to one call. Used by one thread. */
final class Lease implements AutoCloseable {
  private final HikariPool pool;
  private final Connector connector;
  private final Query.Kind kind;
  private final Connection connection;
  private final BaseConnection physical;
  private boolean condemned;

  Lease(HikariPool pool, Connector connector, Query.Kind kind, Connection connection)
      throws SQLException {
    this.pool = pool;
    this.connector = connector;
    this.kind = kind;
    this.connection = connection;
    this.physical = connection.unwrap(BaseConnection.class);
  }

  /** The connection as the pool hands it out, outside any transaction. */
  Connection connection() {
    return connection;
  }

  /** The driver's own connection behind it. */
  BaseConnection physical() {
    return physical;
  }

  /**
   * Ends the transaction and, where the statement was a caller's own, undoes what it may have left
   * in the session, in one flight; has the connection closed when that fails.
   */
  void clean() {
    try {
      if (kind == Query.Kind.AD_HOC) {
        try (Statement statement = physical.createStatement()) {
          statement.execute(Session.RESET);
        }
      } else {
        connection.rollback();
      }
    } catch (SQLException e) {
      condemn();
    }
  }

  /** Has the connection closed instead of given back: nobody may use it again. */
  void condemn() {
    condemned = true;
  }

  @Override
  public void close() {
    if (condemned) {
      pool.evictConnection(connection);
      return;
    }
    connector.used(physical);
    try {
      connection.close();
    } catch (SQLException e) {
      pool.evictConnection(connection);
    }
  }
}
