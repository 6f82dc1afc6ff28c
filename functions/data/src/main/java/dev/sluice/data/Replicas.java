package dev.sluice.data;

import dev.sluice.call.Call;
import dev.sluice.telemetry.Event;
import dev.sluice.telemetry.Field;
import dev.sluice.telemetry.Metric;
import dev.sluice.telemetry.Telemetry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Reads from the replicas in turn, and from the primary when none of them answers. Safe for use by
 * several threads.
 *
 * <p>A read has no effect, so one that lost its connection is sent once more, over a new one.
 */
public final class Replicas implements Database, AutoCloseable {
  /** Less than this is not worth a statement. */
  private static final Duration LEAST = Duration.ofMillis(10);

  private final List<Server> replicas;
  private final List<Server> primary;
  private final Watchdog watchdog;
  private final StatementRunner runner;
  private final Telemetry telemetry;
  private final AtomicInteger turn = new AtomicInteger();

  /** Servers as set; no connection is made before the first call. */
  public Replicas(
      Settings settings, Credentials credentials, InstantSource clock, Telemetry telemetry) {
    this.telemetry = telemetry;
    this.watchdog = new Watchdog(telemetry);
    this.runner = new StatementRunner(watchdog, telemetry);
    this.replicas = new ArrayList<>();
    for (String url : settings.replicaUrls()) {
      String name = "replica-" + (replicas.size() + 1);
      replicas.add(new Server(name, true, url, settings, credentials, clock));
    }
    this.primary = new ArrayList<>();
    if (settings.primaryUrl() != null) {
      primary.add(
          new Server("primary", false, settings.primaryUrl(), settings, credentials, clock));
    }
  }

  @Override
  public Rows read(Query query, Call call) {
    SQLException last = null;
    for (Server server : inOrder()) {
      if (call.deadline().remaining().compareTo(LEAST) < 0) {
        break;
      }
      try {
        return read(server, query, call);
      } catch (SQLException e) {
        if (!SqlStates.isConnectionLost(e)) {
          throw SqlStates.explain(e, query.limits().timeoutMillis());
        }
        lost(server, e, call);
        last = e;
      }
    }
    throw new DataException.Unavailable(last);
  }

  /** Opens a connection to the first server that answers; whether one did. Never throws. */
  public boolean warm() {
    for (Server server : inOrder()) {
      try (Connection connection = server.borrow()) {
        connection.rollback();
        return true;
      } catch (SQLException e) {
        server.avoid();
      }
    }
    return false;
  }

  /** Closes every connection. A later read opens new ones. */
  public void disconnect() {
    replicas.forEach(Server::close);
    primary.forEach(Server::close);
  }

  @Override
  public void close() {
    disconnect();
    watchdog.close();
  }

  private Rows read(Server server, Query query, Call call) throws SQLException {
    try {
      return runner.run(server, query, call);
    } catch (SQLException e) {
      if (!SqlStates.isConnectionLost(e) || Server.isNoConnection(e)) {
        throw e;
      }
      // It may have died long ago, while the environment was frozen: that says nothing of the
      // server.
      telemetry.measure(Metric.STATEMENT_RETRIES, 1);
      server.dropIdle();
      return runner.run(server, query, call);
    }
  }

  private void lost(Server server, SQLException cause, Call call) {
    server.avoid();
    telemetry.measure(Metric.SERVERS_UNREACHABLE, 1);
    telemetry.log(
        Event.SERVER_LOST,
        Map.of(
            Field.REFERENCE, call.reference().text(),
            Field.SERVER, server.source().server(),
            Field.CAUSE, SqlStates.rootMessage(cause)));
  }

  /** Replicas in turn, then the primary; those that just failed come last. */
  private List<Server> inOrder() {
    List<Server> order = new ArrayList<>(replicas.size() + 1);
    int first = replicas.isEmpty() ? 0 : Math.floorMod(turn.getAndIncrement(), replicas.size());
    for (int i = 0; i < replicas.size(); i++) {
      order.add(replicas.get((first + i) % replicas.size()));
    }
    order.addAll(primary);
    order.sort((left, right) -> Boolean.compare(left.avoided(), right.avoided()));
    return order;
  }
}
