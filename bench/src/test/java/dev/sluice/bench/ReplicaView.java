package dev.sluice.bench;

import dev.sluice.servers.SampleDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What the replica itself says of the function's connections. */
record ReplicaView(Stage stage) {
  private static final String OF_THE_FUNCTION =
      "from pg_stat_activity where usename = '" + SampleDatabase.READER + "'";

  int connections() throws SQLException {
    return number("select count(*) " + OF_THE_FUNCTION);
  }

  /** Statements of the function that run just now and hold this text. */
  int running(String text) throws SQLException {
    return number(
        "select count(*) "
            + OF_THE_FUNCTION
            + " and state = 'active' and query like '%"
            + text
            + "%'");
  }

  /** Ends every connection of the function; how many there were. */
  int terminateAll() throws SQLException {
    return number("select count(pg_terminate_backend(pid, 5000)) " + OF_THE_FUNCTION);
  }

  /** How often the table of orders was read since the server started. */
  int readsOfOrders() throws SQLException {
    return number("select seq_scan + idx_scan from pg_stat_user_tables where relname = 'orders'");
  }

  private int number(String sql) throws SQLException {
    try (Connection connection = stage.cluster().replica(0);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getInt(1);
    }
  }
}
