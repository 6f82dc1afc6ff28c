package dev.sluice.data;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.pool.HikariPool;
import dev.sluice.call.Deadline;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one process to one server for one kind of statement; there is none before the
 * first is asked for. Safe for use by several threads.
 *
 * <p>A connection may have died while the environment was frozen, and a network can forget it
 * without a word. So what lay idle for longer than a network is trusted is closed unasked, by the
 * wall clock, since the monotonic one may have stood still.
 */
final class Pool implements AutoCloseable {
  private static final Duration TRUSTED_IDLE = Duration.ofSeconds(60);

  /**
   * How long we wait on the pool at a time. It goes on trying to connect until its caller's time is
   * up, to a port that refuses and with a password that is wrong; so we look in between.
   */
  private static final long LOOK_MILLIS = 10;

  private final String name;
  private final Query.Kind kind;
  private final Settings settings;
  private final Connector connector;
  private @Nullable HikariPool pool;

  Pool(
      String server,
      Query.Kind kind,
      String url,
      Settings settings,
      DatabaseLogin login,
      InstantSource clock) {
    this.name = server + "-" + kind.name().toLowerCase(Locale.ROOT);
    this.kind = kind;
    this.settings = settings;
    this.connector = new Connector(url, kind, settings.connectTimeoutMillis(), login, clock);
  }

  /**
   * A connection, outside any transaction, got before the deadline.
   *
   * @param mostMillis that it may take, however far the deadline is
   */
  Lease borrow(Deadline deadline, int mostMillis) throws SQLException {
    Duration wait = deadline.reserving(Timing.LEAST).atMost(Duration.ofMillis(mostMillis));
    long startNanos = System.nanoTime();
    long endNanos = startNanos + wait.toNanos();
    connector.giveUpOverdue();
    if (connector.forgetUnused(TRUSTED_IDLE)) {
      dropIdle();
    }
    while (true) {
      long leftMillis = (endNanos - System.nanoTime()) / 1_000_000;
      if (leftMillis <= 0) {
        throw noConnection(wait, wait.toMillis() < mostMillis);
      }
      Lease lease = tryBorrow(Math.min(leftMillis, LOOK_MILLIS));
      if (lease != null && connector.usedWithin(TRUSTED_IDLE, lease.physical())) {
        return lease;
      }
      if (lease != null) {
        lease.condemn();
        lease.close();
      }
      SQLException failure = connector.failureSince(startNanos);
      if (failure != null) {
        throw noConnection(failure);
      }
    }
  }

  /** Forgets every connection that nobody holds. */
  synchronized void dropIdle() {
    if (pool != null) {
      pool.softEvictConnections();
    }
  }

  @Override
  public synchronized void close() {
    if (pool != null) {
      try {
        pool.shutdown();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      pool = null;
    }
  }

  private @Nullable Lease tryBorrow(long millis) throws SQLException {
    HikariPool lender = pool();
    try {
      return new Lease(lender, connector, kind, lender.getConnection(millis));
    } catch (SQLTransientConnectionException e) {
      return null;
    }
  }

  private NoConnectionException noConnection(Duration waited, boolean curtailed) {
    if (pool().getActiveConnections() >= settings.connectionsPerServer()) {
      return new NoConnectionException(
          NoConnectionException.Kind.EXHAUSTED,
          "all " + settings.connectionsPerServer() + " connections are in use",
          null);
    }
    return new NoConnectionException(
        curtailed ? NoConnectionException.Kind.OUT_OF_TIME : NoConnectionException.Kind.UNREACHABLE,
        "no connection within " + waited.toMillis() + " ms",
        null);
  }

  private static NoConnectionException noConnection(SQLException cause) {
    return new NoConnectionException(
        SqlStates.isFull(cause)
            ? NoConnectionException.Kind.FULL
            : NoConnectionException.Kind.UNREACHABLE,
        "no connection could be opened",
        cause);
  }

  private synchronized HikariPool pool() {
    if (pool == null) {
      HikariConfig config = config();
      config.validate();
      pool = new HikariPool(config);
    }
    return pool;
  }

  private HikariConfig config() {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setDataSource(connector);
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
    return config;
  }
}
