package dev.sluice.data;

import dev.sluice.call.Call;
import dev.sluice.call.Deadline;
import dev.sluice.data.inspect.Inspector;
import dev.sluice.telemetry.Event;
import dev.sluice.telemetry.Field;
import dev.sluice.telemetry.Metric;
import dev.sluice.telemetry.Telemetry;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Reads from the replicas in turn, and from the primary when none of them answers. Safe for use by
 * several threads.
 *
 * <p>A read has no effect, so one that lost its connection is sent once more, over a new one: to
 * the same server, or to another where this one did not answer at all.
 */
public final class Replicas implements Database, AutoCloseable {
  /** How long the opening of a connection ahead of the calls may take at one server. */
  private static final Duration WARMING = Duration.ofSeconds(2);

  private final List<Server> replicas;
  private final List<Server> primary;
  private final Watchdog watchdog;
  private final StatementRunner runner;
  private final Inspections inspections;
  private final Telemetry telemetry;
  private final InstantSource clock;
  private final boolean alone;
  private final AtomicInteger turn = new AtomicInteger();

  /** Servers as set, for a catalogue that hashes nothing. */
  public Replicas(
      Settings settings, Credentials credentials, InstantSource clock, Telemetry telemetry) {
    this(settings, credentials, MaskKeys.none(), clock, telemetry);
  }

  /** Servers as set; no connection is made before the first call. */
  public Replicas(
      Settings settings,
      Credentials credentials,
      MaskKeys keys,
      InstantSource clock,
      Telemetry telemetry) {
    this.clock = clock;
    this.alone = settings.hasOneServer();
    this.telemetry = telemetry;
    this.watchdog = new Watchdog(telemetry);
    this.runner = new StatementRunner(watchdog, telemetry, keys);
    this.inspections = new Inspections(watchdog);
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
    boolean exhausted = false;
    for (Server server : inOrder()) {
      if (isTooLate(call.deadline())) {
        break;
      }
      // The primary stands in for replicas that are down, not for a caller of many at once.
      if (exhausted && !server.source().replica()) {
        continue;
      }
      try {
        Rows rows = read(server, query, call);
        server.outage().over();
        return rows;
      } catch (SQLException e) {
        if (SqlStates.remedy(e) == SqlStates.Remedy.NONE) {
          server.outage().over();
          throw SqlStates.explain(e, query);
        }
        if (SqlStates.isServerInDoubt(e)) {
          lost(server, e, Map.of(Field.REFERENCE, call.reference().text()));
        } else if (isOf(NoConnectionException.Kind.EXHAUSTED, e)) {
          exhausted = true;
          telemetry.measure(Metric.POOL_EXHAUSTIONS, 1);
        }
        // That the time ran out at the last server does not say why it ran out.
        last = last != null && isOf(NoConnectionException.Kind.OUT_OF_TIME, e) ? last : e;
      }
    }
    throw last == null
        ? DataException.TimedOut.beforehand(null)
        : SqlStates.giveUp(last, query.sql().parameters());
  }

  /**
   * Lends an inspector of the first server that answers to a piece of work, which is begun anew
   * with the next server when this one is lost. The transaction is read-only, and undone in the
   * end.
   *
   * @throws DataException when no server answers in time, or the server refuses
   */
  public <T> T inspect(Deadline deadline, Function<Inspector, T> work) {
    SQLException last = null;
    for (Server server : inOrder()) {
      if (isTooLate(deadline)) {
        break;
      }
      try {
        T result = inspect(server, deadline, work);
        server.outage().over();
        return result;
      } catch (SQLException e) {
        if (SqlStates.remedy(e) == SqlStates.Remedy.NONE) {
          server.outage().over();
          throw SqlStates.explain(e, List.of());
        }
        if (SqlStates.isServerInDoubt(e)) {
          lost(server, e, Map.of());
        }
        last = last != null && isOf(NoConnectionException.Kind.OUT_OF_TIME, e) ? last : e;
      }
    }
    throw last == null
        ? DataException.TimedOut.beforehand(null)
        : SqlStates.giveUp(last, List.of());
  }

  /** Opens a connection to the first server that answers; whether one did. Never throws. */
  public boolean warm() {
    for (Server server : inOrder()) {
      try (Lease _ = server.borrow(Deadline.after(WARMING, clock))) {
        return true;
      } catch (SQLException e) {
        server.outage().failed();
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
      boolean here =
          SqlStates.remedy(e) == SqlStates.Remedy.SAME_SERVER
              || (alone && e instanceof CutException);
      if (!here || isTooLate(call.deadline())) {
        throw e;
      }
      // The connection may have died long ago, while the environment was frozen: that says nothing
      // of the server.
      telemetry.measure(Metric.STATEMENT_RETRIES, 1);
      server.dropIdle();
      return runner.run(server, query, call);
    }
  }

  private <T> T inspect(Server server, Deadline deadline, Function<Inspector, T> work)
      throws SQLException {
    try {
      return inspections.run(server, deadline, work);
    } catch (SQLException e) {
      if (SqlStates.remedy(e) != SqlStates.Remedy.SAME_SERVER || isTooLate(deadline)) {
        throw e;
      }
      server.dropIdle();
      return inspections.run(server, deadline, work);
    }
  }

  private static boolean isOf(NoConnectionException.Kind kind, SQLException e) {
    return e instanceof NoConnectionException none && none.kind() == kind;
  }

  private static boolean isTooLate(Deadline deadline) {
    return deadline.remaining().compareTo(Timing.LEAST) < 0;
  }

  private void lost(Server server, SQLException cause, Map<Field, String> whose) {
    server.outage().failed();
    telemetry.measure(Metric.SERVERS_UNREACHABLE, 1);
    Map<Field, String> fields = new EnumMap<>(Field.class);
    fields.putAll(whose);
    fields.put(Field.SERVER, server.source().server());
    fields.put(Field.CAUSE, SqlStates.rootMessage(cause));
    telemetry.log(Event.SERVER_LOST, fields);
  }

  /** Replicas in turn, then the primary; those that failed come last, unless it is time to see. */
  private List<Server> inOrder() {
    List<Server> order = new ArrayList<>(replicas.size() + 1);
    List<Server> suspected = new ArrayList<>();
    int first = replicas.isEmpty() ? 0 : Math.floorMod(turn.getAndIncrement(), replicas.size());
    for (int i = 0; i < replicas.size(); i++) {
      Server server = replicas.get((first + i) % replicas.size());
      boolean askFirst =
          !server.outage().isSuspected() || (order.isEmpty() && server.outage().mayTry());
      (askFirst ? order : suspected).add(server);
    }
    for (Server server : primary) {
      (server.outage().isSuspected() ? suspected : order).add(server);
    }
    order.addAll(suspected);
    return order;
  }
}
