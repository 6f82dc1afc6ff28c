package dev.sluice.servers;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * One PostgreSQL server with a data directory and a port of its own. Used by one thread at a time.
 */
final class PostgresNode implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(15);
  private static final int POSTMASTER_PID_LINE = 0;
  private static final int POSTMASTER_DATA_LINE = 1;

  private final Path data;
  private final Login superuser;
  private final ClusterOptions options;
  private int port;
  private boolean started;

  PostgresNode(Path data, Login superuser, ClusterOptions options) {
    this.data = data;
    this.superuser = superuser;
    this.options = options;
  }

  Path data() {
    return data;
  }

  int port() {
    return port;
  }

  boolean isInitialized() {
    return Files.exists(data.resolve("PG_VERSION"));
  }

  /** Starts the server, on the port it had before if it had one, and makes sure it is ours. */
  void start() {
    endOrphan();
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(data)
            .setCleanDataDirectory(false)
            .setRegisterShutdownHook(false)
            .setPGStartupWait(START_LIMIT)
            .setConnectConfig("password", superuser.password())
            .setOutputRedirector(ProcessBuilder.Redirect.DISCARD)
            .setErrorRedirector(ProcessBuilder.Redirect.DISCARD)
            .setPort(port);
    configure(builder);
    try {
      port = builder.start().getPort();
      started = true;
    } catch (IOException | RuntimeException e) {
      throw new ServerException(
          "PostgreSQL does not start on "
              + data
              + ": "
              + e.getMessage()
              + ". Its log may say more; ./sluice doctor checks this machine, and"
              + " ./sluice up --database URL does without.",
          e);
    }
    checkOurs();
  }

  Connection connect(String database) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", superuser.user());
    properties.setProperty("password", superuser.password());
    properties.setProperty("connectTimeout", "5");
    return DriverManager.getConnection(url(database), properties);
  }

  String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  /** Ends the server without a word to its clients, as a crash does. */
  void kill() {
    Optional<ProcessHandle> postmaster = postmaster();
    if (postmaster.isPresent()) {
      // They see by themselves that it is gone; until then they hold its memory and its port.
      List<ProcessHandle> children = postmaster.get().children().toList();
      Signals.send(postmaster.get(), "KILL");
      await(postmaster.get());
      children.forEach(PostgresNode::await);
    }
    release();
  }

  /** Stops the server's processes where they stand; the system goes on taking connections in. */
  void hang() {
    postmaster()
        .ifPresent(
            postmaster -> {
              Signals.send(postmaster, "STOP");
              postmaster.children().forEach(child -> Signals.send(child, "STOP"));
            });
  }

  /** Lets them go on. */
  void wake() {
    postmaster()
        .ifPresent(
            postmaster -> {
              postmaster.children().forEach(child -> Signals.send(child, "CONT"));
              Signals.send(postmaster, "CONT");
            });
  }

  /** Ends the server at once, as a failing machine's last act. */
  void stopImmediately() {
    end("QUIT");
    release();
  }

  /** Ends the server cleanly; does nothing when it does not run. */
  @Override
  public void close() {
    if (started) {
      end("INT");
      release();
    }
  }

  private void configure(EmbeddedPostgres.Builder builder) {
    // The library turns durability off: it is made for tests.
    String durability = options.durable() ? "on" : "off";
    builder
        .setServerConfig("fsync", durability)
        .setServerConfig("full_page_writes", durability)
        .setServerConfig("synchronous_commit", "on")
        .setServerConfig("listen_addresses", "127.0.0.1")
        .setServerConfig("unix_socket_directories", "")
        .setServerConfig("wal_level", "replica")
        .setServerConfig("max_connections", String.valueOf(options.mostConnections()))
        .setServerConfig("max_wal_senders", "10")
        .setServerConfig("max_replication_slots", "10")
        .setServerConfig("max_slot_wal_keep_size", "1GB")
        .setServerConfig("hot_standby", "on")
        .setServerConfig("shared_buffers", "64MB")
        .setServerConfig("password_encryption", "scram-sha-256")
        .setServerConfig("log_timezone", "UTC");
  }

  /** Whatever answers on the port must have our data directory before anything is written to it. */
  private void checkOurs() {
    try (Connection connection = connect("postgres");
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("show data_directory")) {
      result.next();
      Path theirs = Path.of(result.getString(1)).toRealPath();
      if (!theirs.equals(data.toRealPath())) {
        throw new ServerException(
            "the server on port " + port + " has its data in " + theirs + ", not " + data, null);
      }
    } catch (SQLException | IOException e) {
      throw new ServerException(
          "the server on port " + port + " does not answer us: " + e.getMessage(), e);
    }
  }

  /** A server left behind by a process that was killed still holds our data directory. */
  void endOrphan() {
    end("INT");
  }

  /** Asks the server by a signal to end, if it runs, and waits until it has. */
  private void end(String signal) {
    Optional<ProcessHandle> postmaster = postmaster();
    if (postmaster.isPresent()) {
      Signals.send(postmaster.get(), signal);
      await(postmaster.get());
    }
  }

  /** The process that {@code postmaster.pid} names, if it lives and the file speaks of our data. */
  private Optional<ProcessHandle> postmaster() {
    Path file = data.resolve("postmaster.pid");
    try {
      List<String> lines = Files.readAllLines(file);
      if (lines.size() <= POSTMASTER_DATA_LINE
          || !Path.of(lines.get(POSTMASTER_DATA_LINE)).equals(data.toRealPath())) {
        return Optional.empty();
      }
      // The number may have gone to another program since: it must at least be a postgres.
      return ProcessHandle.of(Long.parseLong(lines.get(POSTMASTER_PID_LINE).strip()))
          .filter(process -> process.info().command().orElse("").endsWith("postgres"));
    } catch (NoSuchFileException e) {
      return Optional.empty(); // It may go at any moment, with the server.
    } catch (IOException | NumberFormatException e) {
      throw new ServerException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static void await(ProcessHandle process) {
    long endNanos = System.nanoTime() + STOP_LIMIT.toNanos();
    boolean pressed = false;
    while (runs(process)) {
      if (System.nanoTime() > endNanos) {
        if (pressed) {
          throw new ServerException(
              "PostgreSQL, process " + process.pid() + ", does not end", null);
        }
        pressed = true;
        endNanos = System.nanoTime() + STOP_LIMIT.toNanos();
        Signals.send(process, "QUIT");
      }
      pause();
    }
  }

  /**
   * An ended process that nobody has reaped yet, as in many containers, has no command any more.
   */
  private static boolean runs(ProcessHandle process) {
    return process.isAlive() && process.info().command().isPresent();
  }

  private static void pause() {
    try {
      Thread.sleep(10);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerException("interrupted while stopping PostgreSQL", e);
    }
  }

  /**
   * Takes away what a server that has ended may have left: its number, which a process nobody has
   * reaped would still answer to, and the library's lock, which it gives up only after an attempt
   * to stop the server once more. {@link DataFolder} keeps others away.
   */
  private void release() {
    started = false;
    try {
      Files.deleteIfExists(data.resolve("postmaster.pid"));
      Files.deleteIfExists(data.resolve("epg-lock"));
    } catch (IOException e) {
      throw new ServerException("what is left in " + data + " stays: " + e.getMessage(), e);
    }
  }
}
