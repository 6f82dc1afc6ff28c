package dev.sluice.data;

import dev.sluice.servers.ClusterOptions;
import dev.sluice.servers.Login;
import dev.sluice.servers.PostgresCluster;
import dev.sluice.servers.SampleDatabase;
import dev.sluice.testkit.TcpProxy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A primary and two replicas with a little of TPC-H, shared by every suite of this module. Whoever
 * breaks something mends it before the test ends.
 */
final class TestCluster implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Path folder;
  private final PostgresCluster servers;

  private TestCluster(Path folder, PostgresCluster servers) {
    this.folder = folder;
    this.servers = servers;
  }

  static TestCluster start() throws IOException, SQLException {
    return start(SampleDatabase.DEFAULT_SCALE, ClusterOptions.DEFAULT_CONNECTIONS);
  }

  /** One of a test's own, which ends it. */
  static TestCluster start(double scale, int mostConnections) throws IOException, SQLException {
    Path folder = Files.createTempDirectory("sluice-data");
    PostgresCluster servers =
        PostgresCluster.start(
            new ClusterOptions(folder, 2, false, false, mostConnections), line -> {});
    Login _ = SampleDatabase.load(servers, scale, line -> {});
    TestCluster cluster = new TestCluster(folder, servers);
    for (int i = 0; i < 2; i++) {
      // Seconds pass otherwise until a replica finds its primary again.
      cluster.changeReplica(i, "alter system set wal_retrieve_retry_interval = 100");
      cluster.changeReplica(i, "select pg_reload_conf()");
    }
    return cluster;
  }

  PostgresCluster servers() {
    return servers;
  }

  String replicaUrl(int index) {
    return servers.replicaUrls().get(index);
  }

  /** A wire to a replica, on which things can go wrong. */
  TcpProxy wireToReplica(int index) throws IOException {
    return wireTo(replicaUrl(index));
  }

  /** A wire to the primary, on which things can go wrong. */
  TcpProxy wireToPrimary() throws IOException {
    return wireTo(servers.primaryUrl());
  }

  /** URL of a server at the other end of a wire. */
  static String url(TcpProxy wire) {
    return "jdbc:postgresql://127.0.0.1:" + wire.port() + "/" + PostgresCluster.DATABASE;
  }

  /** The reading role's login, as it stands at each asking. */
  Credentials credentials() {
    return () -> {
      Login login = servers.login(SampleDatabase.READER);
      return new Credentials.Login(login.user(), login.password());
    };
  }

  /** Changes something on the primary, as superuser, and waits until the replicas show it. */
  void change(String... statements) throws SQLException {
    try (Connection connection = servers.primary();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
    servers.awaitReplay();
  }

  /** Changes something on the primary, as superuser, whether the replicas show it or not. */
  void changePrimary(String sql) throws SQLException {
    try (Connection connection = servers.primary();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Does something on a replica itself, as superuser. */
  void changeReplica(int index, String sql) throws SQLException {
    try (Connection connection = servers.replica(index);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** One value from a replica, as superuser. */
  String askReplica(int index, String sql) throws SQLException {
    try (Connection connection = servers.replica(index)) {
      return one(connection, sql);
    }
  }

  /** One value from the primary, as superuser. */
  String askPrimary(String sql) throws SQLException {
    try (Connection connection = servers.primary()) {
      return one(connection, sql);
    }
  }

  /** Asks a replica again and again until it gives the wanted answer. */
  void awaitReplica(int index, String sql, String wanted) throws SQLException {
    long endNanos = System.nanoTime() + PATIENCE.toNanos();
    try (Connection connection = servers.replica(index)) {
      String answer = one(connection, sql);
      while (!answer.equals(wanted)) {
        if (System.nanoTime() > endNanos) {
          throw new AssertionError(sql + " is still " + answer + ", not " + wanted);
        }
        answer = one(connection, sql);
      }
    }
  }

  /** Ends every session of the reading role on a replica, as an administrator does. */
  int endSessions(int index) throws SQLException {
    return Integer.parseInt(
        askReplica(
            index,
            "select count(pg_terminate_backend(pid, 5000)) from pg_stat_activity where usename = '"
                + SampleDatabase.READER
                + "'"));
  }

  @Override
  public void close() throws IOException {
    servers.close();
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : all) {
        Files.delete(file);
      }
    }
  }

  private static TcpProxy wireTo(String url) throws IOException {
    URI server = URI.create(url.substring("jdbc:".length()));
    return TcpProxy.to(server.getHost(), server.getPort());
  }

  private static String one(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return String.valueOf(result.getString(1));
    }
  }
}
