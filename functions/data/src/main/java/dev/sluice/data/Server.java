package dev.sluice.data;

import dev.sluice.call.Deadline;
import dev.sluice.call.Outage;
import java.sql.SQLException;
import java.time.InstantSource;

/**
 * One PostgreSQL server behind two pools: declared and ad-hoc statements never share a connection.
 * Safe for use by several threads.
 */
final class Server implements AutoCloseable {
  /** What a server that failed before gets to open a connection, where there are others to ask. */
  private static final int SUSPECTED_MILLIS = 250;

  private final String name;
  private final boolean replica;
  private final String url;
  private final Settings settings;
  private final Pool declared;
  private final Pool adHoc;
  private final Outage outage;
  private final Lags lags;

  Server(
      String name,
      boolean replica,
      String url,
      Settings settings,
      DatabaseLogin login,
      InstantSource clock) {
    this.name = name;
    this.replica = replica;
    this.url = url;
    this.settings = settings;
    this.declared = new Pool(name, Query.Kind.DECLARED, url, settings, login, clock);
    this.adHoc = new Pool(name, Query.Kind.AD_HOC, url, settings, login, clock);
    this.outage = new Outage(clock);
    this.lags = new Lags(clock, replica);
  }

  Rows.Source source() {
    return new Rows.Source(name, replica);
  }

  /** Whether this is it. */
  boolean isAt(String name, String url) {
    return this.name.equals(name) && this.url.equals(url);
  }

  Outage outage() {
    return outage;
  }

  Lags lags() {
    return lags;
  }

  /** A connection for what was declared, outside any transaction, got before the deadline. */
  Lease borrow(Deadline deadline) throws SQLException {
    return borrow(Query.Kind.DECLARED, deadline);
  }

  /** A connection, outside any transaction, got before the deadline. */
  Lease borrow(Query.Kind kind, Deadline deadline) throws SQLException {
    int mostMillis =
        outage.isSuspected() && !settings.hasOneServer()
            ? SUSPECTED_MILLIS
            : settings.connectTimeoutMillis();
    return (kind == Query.Kind.AD_HOC ? adHoc : declared).borrow(deadline, mostMillis);
  }

  /** Forgets every connection that nobody holds. */
  void dropIdle() {
    declared.dropIdle();
    adHoc.dropIdle();
  }

  @Override
  public void close() {
    outage.over();
    declared.close();
    adHoc.close();
  }
}
