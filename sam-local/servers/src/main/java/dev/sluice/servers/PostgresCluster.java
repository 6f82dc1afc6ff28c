package dev.sluice.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A primary and its streaming replicas, real PostgreSQL 17 on loopback. What is kept in the folder
 * is used again by the next start. Used by one thread at a time.
 */
public final class PostgresCluster implements AutoCloseable {
  /** The database that everything is in. */
  public static final String DATABASE = "sluice";

  private static final String SUPERUSER = "postgres";
  private static final long CATCH_UP_MILLIS = 30_000;

  private final DataFolder folder;
  private final Login superuser;
  private final PostgresNode primary;
  private final List<PostgresNode> replicas = new ArrayList<>();

  private PostgresCluster(DataFolder folder, ClusterOptions options) {
    this.folder = folder;
    this.superuser = folder.login(SUPERUSER);
    this.primary = node(options, "primary");
    for (int i = 1; i <= options.replicas(); i++) {
      replicas.add(node(options, "replica-" + i));
    }
  }

  /**
   * Starts all servers.
   *
   * @param progress is told what is being done, a line at a time
   * @throws ServerException saying what stands in the way
   */
  public static PostgresCluster start(ClusterOptions options, Consumer<String> progress) {
    DataFolder folder = DataFolder.take(options.folder());
    PostgresCluster cluster = null;
    try {
      if (options.fresh()) {
        new PostgresCluster(folder, options).endOrphans();
        folder.clear();
      }
      cluster = new PostgresCluster(folder, options);
      cluster.startPrimary(progress);
      for (int i = 0; i < cluster.replicas.size(); i++) {
        cluster.startReplica(i, progress);
      }
      cluster.awaitReplay();
      return cluster;
    } catch (RuntimeException e) {
      if (cluster == null) {
        folder.close();
      } else {
        cluster.close();
      }
      throw e;
    }
  }

  /** JDBC URL of the primary, without a login. */
  public String primaryUrl() {
    return primary.url(DATABASE);
  }

  /** JDBC URLs of the replicas, without a login. */
  public List<String> replicaUrls() {
    return replicas.stream().map(replica -> replica.url(DATABASE)).toList();
  }

  /** A connection to the primary as superuser. */
  public Connection primary() throws SQLException {
    return primary.connect(DATABASE);
  }

  /** A connection to another database of the primary, as superuser. */
  public Connection primary(String database) throws SQLException {
    return primary.connect(database);
  }

  /** A connection to a replica, counted from 0, as superuser. */
  public Connection replica(int index) throws SQLException {
    return replicas.get(index).connect(DATABASE);
  }

  /** The kept login of a role, whose password is made up the first time it is asked for. */
  public Login login(String user) {
    return folder.login(user);
  }

  /** Gives a role another password, here and in the database, and waits for the replicas. */
  public Login rotate(String user) throws SQLException {
    Login login = folder.replaceLogin(user);
    try (Connection connection = primary();
        Statement statement = connection.createStatement()) {
      statement.execute("alter role " + user + " password '" + login.password() + "'");
    }
    awaitReplay();
    return login;
  }

  /** Makes a replica fall behind: it receives what is written, and does not show it. */
  public void pauseReplay(int index) throws SQLException {
    try (Connection connection = replica(index)) {
      execute(connection, "select pg_wal_replay_pause()");
    }
  }

  /** Lets a replica catch up again. */
  public void resumeReplay(int index) throws SQLException {
    try (Connection connection = replica(index)) {
      execute(connection, "select pg_wal_replay_resume()");
    }
  }

  /** Ends the primary at once, as a failing machine does. */
  public void stopPrimary() {
    primary.stopImmediately();
  }

  /** Starts the primary again, on its port. */
  public void restartPrimary() {
    primary.start();
  }

  /** Kills a replica without a word. */
  public void killReplica(int index) {
    replicas.get(index).kill();
  }

  /** Starts a replica again, on its port. */
  public void restartReplica(int index) {
    replicas.get(index).start();
  }

  /** Runs a script on the primary as superuser, and waits until every replica shows what it did. */
  public void run(String script) {
    try (Connection connection = primary()) {
      execute(connection, script);
    } catch (SQLException e) {
      throw new ServerException("a script failed: " + e.getMessage(), e);
    }
    awaitReplay();
  }

  /** Stops all of a replica's processes where they stand, as a hanging machine does. */
  public void hangReplica(int index) {
    replicas.get(index).hang();
  }

  /** Lets a hanging replica go on. */
  public void wakeReplica(int index) {
    replicas.get(index).wake();
  }

  /** Makes a replica the primary of a database of its own, as a failover does. */
  public void promoteReplica(int index) throws SQLException {
    try (Connection connection = replica(index)) {
      execute(connection, "select pg_promote()");
    }
  }

  /** Waits until every replica shows what the primary has written so far. */
  public void awaitReplay() {
    try (Connection connection = primary()) {
      String position = text(connection, "select pg_current_wal_flush_lsn()");
      for (int i = 0; i < replicas.size(); i++) {
        awaitReplay(i, position);
      }
    } catch (SQLException e) {
      throw new ServerException("the primary does not say how far it is: " + e.getMessage(), e);
    }
  }

  /** Ends all servers cleanly. Does nothing the second time. */
  @Override
  public void close() {
    replicas.forEach(PostgresNode::close);
    primary.close();
    folder.close();
  }

  private void startPrimary(Consumer<String> progress) {
    boolean known = primary.isInitialized();
    progress.accept(known ? "Starting PostgreSQL" : "Making a PostgreSQL database");
    primary.start();
    if (!known) {
      secure();
    }
  }

  /** Made by initdb with trust; from here on every login has a password. */
  private void secure() {
    try (Connection connection = primary.connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("alter role postgres password '" + superuser.password() + "'");
      statement.execute("create database " + DATABASE);
      Files.writeString(
          primary.data().resolve("pg_hba.conf"),
          """
          host all all 127.0.0.1/32 scram-sha-256
          host replication postgres 127.0.0.1/32 scram-sha-256
          """);
      statement.execute("select pg_reload_conf()");
    } catch (SQLException | IOException e) {
      throw new ServerException("the new database cannot be secured: " + e.getMessage(), e);
    }
  }

  private void startReplica(int index, Consumer<String> progress) {
    PostgresNode replica = replicas.get(index);
    String slot = "replica_" + (index + 1);
    try (Connection connection = primary.connect("postgres")) {
      boolean slotLives =
          text(
                  connection,
                  "select count(*) from pg_replication_slots where slot_name = '"
                      + slot
                      + "' and wal_status <> 'lost'")
              .equals("1");
      if (replica.isInitialized() && slotLives) {
        progress.accept("Starting its replica");
        BaseBackup.follow(replica.data(), primary.port(), slot, superuser);
      } else {
        progress.accept("Making its replica");
        DataFolder.delete(replica.data());
        execute(
            connection,
            "select pg_drop_replication_slot(slot_name) from pg_replication_slots"
                + " where slot_name = '"
                + slot
                + "'");
        execute(connection, "select pg_create_physical_replication_slot('" + slot + "', true)");
        BaseBackup.take(primary, replica.data(), slot, superuser);
      }
    } catch (SQLException | IOException e) {
      throw new ServerException("the replica cannot be made: " + e.getMessage(), e);
    }
    replica.start();
  }

  /** What a killed process left running would still write to the files that are about to go. */
  private void endOrphans() {
    replicas.forEach(PostgresNode::endOrphan);
    primary.endOrphan();
  }

  private void awaitReplay(int index, String position) throws SQLException {
    long endNanos = System.nanoTime() + CATCH_UP_MILLIS * 1_000_000;
    try (Connection connection = replica(index)) {
      while (!text(connection, "select pg_last_wal_replay_lsn() >= '" + position + "'")
          .equals("t")) {
        if (System.nanoTime() > endNanos) {
          throw new ServerException(
              "the replica has not caught up in " + CATCH_UP_MILLIS + " ms", null);
        }
        Thread.onSpinWait();
      }
    }
  }

  private PostgresNode node(ClusterOptions options, String name) {
    return new PostgresNode(options.folder().resolve(name), superuser, options);
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String text(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return String.valueOf(result.getString(1));
    }
  }
}
