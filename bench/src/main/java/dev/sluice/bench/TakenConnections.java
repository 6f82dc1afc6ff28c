package dev.sluice.bench;

import dev.sluice.servers.PostgresCluster;
import dev.sluice.servers.SampleDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Strangers who hold every connection that the servers allow. Used by one thread. */
final class TakenConnections {
  private static final int MOST = 1_000;

  /** Whose connections were ended comes back at once, and is ended again. */
  private static final int ROUNDS = 5;

  private final List<Connection> held = new ArrayList<>();

  /** Takes all there are, and ends the function's own. */
  void take(PostgresCluster cluster) throws SQLException {
    for (int round = 0; round < ROUNDS; round++) {
      fill(cluster::primary);
      fill(() -> cluster.replica(0));
      endOurs();
    }
    fill(cluster::primary);
    fill(() -> cluster.replica(0));
  }

  /** Gives them back. */
  void giveBack() throws SQLException {
    for (Connection connection : held) {
      connection.close();
    }
    held.clear();
  }

  private void fill(Callable<Connection> opener) {
    try {
      while (held.size() < MOST) {
        held.add(opener.call());
      }
    } catch (Exception _) {
      // Too many clients: that is all there are.
    }
  }

  private void endOurs() throws SQLException {
    Connection onReplica = held.getLast();
    for (Connection connection : new Connection[] {held.getFirst(), onReplica}) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where usename = '"
                + SampleDatabase.READER
                + "'");
      }
    }
  }
}
