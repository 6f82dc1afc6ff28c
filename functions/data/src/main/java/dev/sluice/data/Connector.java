package dev.sluice.data;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * Opens connections to one server, each with the login of that moment and in the pinned state, and
 * remembers when each was last of use and how the last attempt failed. Safe for use by several
 * threads.
 */
final class Connector implements DataSource {
  /**
   * What may come from the server in one go. Without it one value of half a gigabyte would be in
   * memory before a byte could be counted.
   */
  static final int MOST_MEBIBYTES_AT_ONCE = 16;

  private static final Driver DRIVER = new Driver();

  private final String url;
  private final Query.Kind kind;
  private final int connectTimeoutMillis;
  private final DatabaseLogin login;
  private final InstantSource clock;
  private final Map<Connection, Instant> lastUsed =
      Collections.synchronizedMap(new WeakHashMap<>());
  private final AtomicReference<@Nullable Failure> lastFailure = new AtomicReference<>();

  /** The pool makes one at a time. */
  private final AtomicReference<@Nullable Attempt> inFlight = new AtomicReference<>();

  /** One failed attempt, and when it began by {@link System#nanoTime}. */
  record Failure(long startNanos, SQLException cause) {}

  Connector(
      String url,
      Query.Kind kind,
      int connectTimeoutMillis,
      DatabaseLogin login,
      InstantSource clock) {
    this.url = url;
    this.kind = kind;
    this.connectTimeoutMillis = connectTimeoutMillis;
    this.login = login;
    this.clock = clock;
  }

  @Override
  public Connection getConnection() throws SQLException {
    Attempt attempt = Attempt.start(clock.instant(), this::open);
    inFlight.set(attempt);
    try {
      Connection connection = attempt.within(connectTimeoutMillis);
      used(connection);
      return connection;
    } catch (SQLException e) {
      lastFailure.set(new Failure(attempt.startNanos(), e));
      throw e;
    } finally {
      inFlight.set(null);
    }
  }

  /** Gives up an attempt that should have ended long ago, and did not since time stood still. */
  void giveUpOverdue() {
    Attempt attempt = inFlight.get();
    if (attempt != null) {
      attempt.giveUpAfter(Duration.ofMillis(connectTimeoutMillis), clock.instant());
    }
  }

  /** How the last attempt failed, if it failed and began no earlier than this. */
  @Nullable SQLException failureSince(long nanos) {
    Failure last = lastFailure.get();
    return last == null || last.startNanos() - nanos < 0 ? null : last.cause();
  }

  /** Notes that a connection has just been of use. */
  void used(Connection connection) {
    lastUsed.put(connection, clock.instant());
  }

  /** Whether a connection was of use so lately; forgets it otherwise. */
  boolean usedWithin(Duration trusted, Connection connection) {
    Instant now = clock.instant();
    return lastUsed.computeIfPresent(
            connection, (_, used) -> isWithin(trusted, used, now) ? used : null)
        != null;
  }

  /** Forgets all connections that were not of use so lately; whether there was one. */
  boolean forgetUnused(Duration trusted) {
    Instant now = clock.instant();
    return lastUsed.values().removeIf(used -> !isWithin(trusted, used, now));
  }

  /** However the wall clock was moved. */
  private static boolean isWithin(Duration trusted, Instant used, Instant now) {
    return Duration.between(used, now).abs().compareTo(trusted) <= 0;
  }

  private Connection open() throws SQLException {
    Connection connection = DRIVER.connect(url, properties());
    if (connection == null) {
      throw new SQLException("no PostgreSQL URL: it must begin with jdbc:postgresql:");
    }
    try (Statement statement = connection.createStatement()) {
      // Committed by itself: what a transaction sets is gone with its rollback.
      statement.execute(Session.PINNED_STATE);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private Properties properties() throws SQLException {
    Credentials.Login now;
    try {
      now = login.at(url);
    } catch (IllegalStateException e) {
      throw new NoLoginException(e);
    }
    Properties properties = new Properties();
    properties.setProperty("user", now.user());
    properties.setProperty("password", now.password());
    properties.setProperty("ApplicationName", "sluice");
    properties.setProperty("assumeMinServerVersion", "14");
    // Text on the wire: the server's own output functions decide what a value looks like.
    properties.setProperty("binaryTransfer", "false");
    properties.setProperty("stringtype", "unspecified");
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty(
        "connectTimeout", String.valueOf(Math.ceilDiv(connectTimeoutMillis, 1_000)));
    properties.setProperty("cancelSignalTimeout", "1");
    properties.setProperty("maxResultBuffer", MOST_MEBIBYTES_AT_ONCE + "M");
    if (kind == Query.Kind.AD_HOC) {
      // No statement is prepared under a name: the reset would drop it behind the driver's back.
      properties.setProperty("prepareThreshold", "0");
      properties.setProperty("preparedStatementCacheQueries", "0");
      properties.setProperty("preparedStatementCacheSizeMiB", "0");
    }
    return properties;
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException("logins come from DatabaseLogin");
  }

  @Override
  public int getLoginTimeout() {
    return Math.ceilDiv(connectTimeoutMillis, 1_000);
  }

  @Override
  public void setLoginTimeout(int seconds) {
    // The pool rounds its own timeout up to seconds; ours stays.
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter out) {}

  @Override
  public Logger getParentLogger() {
    return Objects.requireNonNull(DRIVER.getParentLogger());
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException("wraps nothing");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
