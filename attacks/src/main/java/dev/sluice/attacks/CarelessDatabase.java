package dev.sluice.attacks;

import dev.sluice.servers.ClusterOptions;
import dev.sluice.servers.Login;
import dev.sluice.servers.PostgresCluster;
import dev.sluice.servers.SampleDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A primary and a replica with TPC-H's sample, as {@code careless.sql} leaves them: a role that may
 * do too much, secrets that the catalogue does not name, and row-level security. Used by one thread
 * at a time.
 */
final class CarelessDatabase implements AutoCloseable {
  /** May do what a hurried owner let it do; row-level security does not bind it. */
  static final String CARELESS = "careless";

  /** The same, bound by row-level security. */
  static final String BOUND = "bound";

  /** May read the catalogue's columns, and nothing else. */
  static final String LEAST = "least";

  private final Path folder;
  private final PostgresCluster servers;
  private final Connection primary;
  private final Connection replica;
  private @Nullable Governed governed;
  private @Nullable Governed governedWithCarelessRole;

  private CarelessDatabase(Path folder, PostgresCluster servers) throws SQLException {
    this.folder = folder;
    this.servers = servers;
    this.primary = servers.primary();
    this.replica = servers.replica(0);
  }

  static CarelessDatabase start() throws IOException, SQLException {
    Path folder = Files.createTempDirectory("sluice-attacks");
    PostgresCluster servers = PostgresCluster.start(ClusterOptions.forTest(folder), line -> {});
    Login _ = SampleDatabase.load(servers, SampleDatabase.DEFAULT_SCALE, line -> {});
    CarelessDatabase database = new CarelessDatabase(folder, servers);
    database.change(database.script());
    return database;
  }

  /** The servers, for whoever puts Sluice before them. */
  PostgresCluster servers() {
    return servers;
  }

  /** Sluice before it, as it is to be run; the same for all who ask. */
  Governed governed() throws SQLException {
    if (governed == null) {
      governed = Governed.start(this);
    }
    return governed;
  }

  /** Sluice before its primary, with the careless role; the same for all who ask. */
  Governed governedWithCarelessRole() {
    if (governedWithCarelessRole == null) {
      governedWithCarelessRole = Governed.careless(this);
    }
    return governedWithCarelessRole;
  }

  /** A new connection to the primary. */
  Connection connect(String role) throws SQLException {
    return connect(servers.primaryUrl(), role);
  }

  /** A new connection to the replica. */
  Connection connectToReplica(String role) throws SQLException {
    return connect(servers.replicaUrls().getFirst(), role);
  }

  /** Changes something on the primary, as superuser, and waits until the replica shows it. */
  void change(String sql) throws SQLException {
    try (Statement statement = primary.createStatement()) {
      statement.execute(sql);
    }
    settle();
  }

  /**
   * Waits until the replica shows all that the primary has; also the end of a transaction that was
   * rolled back, which is not sent by itself, and until then holds its locks there.
   */
  void settle() throws SQLException {
    String _ = one(primary, "select pg_logical_emit_message(true, 'settle', '')");
    String position = one(primary, "select pg_current_wal_flush_lsn()");
    while (!one(replica, "select pg_last_wal_replay_lsn() >= '" + position + "'").equals("t")) {
      Thread.onSpinWait();
    }
  }

  /** Takes a file out of both servers' data folders, if it is there. */
  void removeFile(String name) throws SQLException {
    for (Connection server : List.of(primary, replica)) {
      try (Statement statement = server.createStatement()) {
        statement.execute("copy (select) to program 'cat > /dev/null; rm -f " + name + "'");
      }
    }
  }

  /** What the servers answer to a question, as superuser: an attack may have changed either. */
  String ask(String query) throws SQLException {
    return one(primary, query) + " | " + one(replica, query);
  }

  /** The first column of all rows. */
  static String one(Connection connection, String query) throws SQLException {
    StringBuilder answer = new StringBuilder();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        answer.append(rows.getString(1)).append(' ');
      }
    }
    return answer.toString().strip();
  }

  @Override
  public void close() throws IOException, SQLException {
    if (governed != null) {
      governed.close();
    }
    if (governedWithCarelessRole != null) {
      governedWithCarelessRole.close();
    }
    primary.close();
    replica.close();
    servers.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private Connection connect(String url, String role) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", role);
    properties.setProperty("password", servers.login(role).password());
    return DriverManager.getConnection(url, properties);
  }

  private String script() throws IOException {
    String url = servers.primaryUrl();
    String port = url.replaceAll(".*:(\\d+)/.*", "$1");
    String script = resource("/database/careless.sql").replace("{port}", port);
    for (String role : List.of(CARELESS, BOUND, LEAST)) {
      script = script.replace("{" + role + "_password}", servers.login(role).password());
    }
    return script;
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = CarelessDatabase.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("the resource " + name + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
