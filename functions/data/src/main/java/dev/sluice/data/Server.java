package dev.sluice.data;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One PostgreSQL server behind a pool. Safe for use by several threads.
 *
 * <p>A connection may have died while the environment was frozen, and a network can forget it
 * without a word. So what lay idle for longer than a network is trusted is closed unasked, by the
 * wall clock, since the monotonic one may have stood still.
 */
final class Server implements AutoCloseable {
  private static final Duration TRUSTED_IDLE = Duration.ofSeconds(60);
  private static final Duration AVOIDED_WHEN_DOWN = Duration.ofSeconds(1);

  private final String name;
  private final boolean replica;
  private final String url;
  private final Settings settings;
  private final Credentials credentials;
  private final InstantSource clock;
  private final AtomicReference<Instant> lastUsed;
  private final AtomicReference<Instant> avoidedUntil = new AtomicReference<>(Instant.MIN);
  private @Nullable HikariDataSource pool;

  Server(
      String name,
      boolean replica,
      String url,
      Settings settings,
      Credentials credentials,
      InstantSource clock) {
    this.name = name;
    this.replica = replica;
    this.url = url;
    this.settings = settings;
    this.credentials = credentials;
    this.clock = clock;
    this.lastUsed = new AtomicReference<>(clock.instant());
  }

  Rows.Source source() {
    return new Rows.Source(name, replica);
  }

  /** Host and port, for an operator's eyes. */
  String address() {
    String authority = URI.create(url.substring("jdbc:".length())).getRawAuthority();
    return authority == null ? name : authority;
  }

  /** Whether it failed so lately that others should be asked first. */
  boolean avoided() {
    return clock.instant().isBefore(avoidedUntil.get());
  }

  void avoid() {
    avoidedUntil.set(clock.instant().plus(AVOIDED_WHEN_DOWN));
  }

  /** A connection, outside any transaction. Closing it gives it back. */
  Connection borrow() throws SQLException {
    Instant now = clock.instant();
    Instant before = lastUsed.getAndSet(now);
    if (Duration.between(before, now).compareTo(TRUSTED_IDLE) > 0) {
      dropIdle();
    }
    return pool().getConnection();
  }

  /** Forgets every connection that nobody holds. */
  void dropIdle() {
    pool().getHikariPoolMXBean().softEvictConnections();
  }

  @Override
  public synchronized void close() {
    if (pool != null) {
      pool.close();
      pool = null;
    }
  }

  private synchronized HikariDataSource pool() {
    if (pool == null) {
      pool = new HikariDataSource(config());
    }
    return pool;
  }

  private HikariConfig config() {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setJdbcUrl(url);
    config.setCredentialsProvider(
        () -> {
          Credentials.Login login = credentials.current();
          return com.zaxxer.hikari.util.Credentials.of(login.user(), login.password());
        });
    config.setMaximumPoolSize(settings.connectionsPerServer());
    config.setMinimumIdle(0);
    config.setIdleTimeout(0);
    // Nothing may run between calls: the environment is frozen then.
    config.setKeepaliveTime(0);
    config.setConnectionTimeout(settings.connectTimeoutMillis());
    config.setValidationTimeout(250);
    // A server that is down at the start must not keep the function from starting.
    config.setInitializationFailTimeout(-1);
    config.setReadOnly(true);
    config.setAutoCommit(false);
    config.setConnectionInitSql(Session.PINNED_STATE);
    config.addDataSourceProperty("ApplicationName", "sluice");
    // Text on the wire: the server's own output functions decide what a value looks like.
    config.addDataSourceProperty("binaryTransfer", "false");
    config.addDataSourceProperty("stringtype", "unspecified");
    config.addDataSourceProperty("tcpKeepAlive", "true");
    config.addDataSourceProperty("connectTimeout", seconds(settings.connectTimeoutMillis()));
    config.addDataSourceProperty("loginTimeout", seconds(settings.connectTimeoutMillis()));
    config.addDataSourceProperty("cancelSignalTimeout", "1");
    // One value of half a gigabyte would be in memory before a byte could be counted.
    config.addDataSourceProperty("maxResultBuffer", "16M");
    return config;
  }

  private static String seconds(int millis) {
    return String.valueOf((millis + 999) / 1000);
  }

  /** Whether the pool could not get a connection, as against a connection that broke in use. */
  static boolean isNoConnection(SQLException e) {
    return e instanceof java.sql.SQLTransientConnectionException
        || e.getCause() instanceof HikariPool.PoolInitializationException;
  }
}
