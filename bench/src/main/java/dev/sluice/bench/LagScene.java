package dev.sluice.bench;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/**
 * The deployed function over a replica that can fall behind a primary with a write each second.
 * Aurora tells once a minute how far its readers are behind; here it is told each second, as the
 * age of the newest write that the replica shows. Its calls are safe for use by several threads.
 */
final class LagScene implements Scene {
  private static final int FUNCTIONS = 3;

  private final TableScene table;
  private final TraceRecorder recorder;
  private final Connection primary;
  private final Connection replica;

  LagScene(Stage stage, TraceRecorder recorder) throws Exception {
    this.recorder = recorder;
    this.primary = stage.cluster().primary();
    this.replica = stage.cluster().replica(0);
    this.table = new TableScene(stage, stage.environment(), FUNCTIONS, recorder);
  }

  @Override
  public int atOnce() {
    return FUNCTIONS;
  }

  @Override
  public void call(int number) throws InterruptedException {
    table.call(number);
  }

  @Override
  public void everySecond(int second) throws SQLException {
    try (Statement write = primary.createStatement();
        Statement look = replica.createStatement()) {
      write.execute("update region set r_comment = r_comment where r_regionkey = 0");
      try (ResultSet lag =
          look.executeQuery(
              "select 1000 * extract(epoch from"
                  + " clock_timestamp() - pg_last_xact_replay_timestamp())")) {
        lag.next();
        recorder.measured(
            "AWS/RDS",
            "AuroraReplicaLagMaximum",
            Map.of("DBClusterIdentifier", "database"),
            lag.getDouble(1));
      }
    }
  }

  @Override
  public void close() throws IOException {
    table.close();
    try {
      primary.close();
      replica.close();
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }
}
