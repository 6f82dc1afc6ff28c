package dev.sluice.data;

import dev.sluice.call.Call;
import dev.sluice.call.Deadline;
import dev.sluice.catalog.WhenStale;
import dev.sluice.data.inspect.Inspector;
import dev.sluice.telemetry.Field;
import dev.sluice.telemetry.Metric;
import dev.sluice.telemetry.Telemetry;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Reads from the replicas in turn, and from the primary when none of them answers. Safe for use by
 * several threads.
 *
 * <p>A read has no effect, so one that lost its connection is sent once more, over a new one: to
 * the same server, or to another where this one did not answer at all. One that may not be too old
 * goes to the next server where this one is too far behind.
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

  /** Servers as set; no connection is made before the first call. */
  public Replicas(
      Settings settings, Credentials credentials, InstantSource clock, Telemetry telemetry) {
    this.clock = clock;
    this.alone = settings.hasOneServer();
    this.telemetry = telemetry;
    this.watchdog = new Watchdog(telemetry);
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
    this.runner =
        new StatementRunner(watchdog, new PrimaryLog(primary, watchdog, clock), telemetry, clock);
  }

  @Override
  public Rows read(Query query, Call call) {
    Walk walk =
        new Walk(
            call.deadline(),
            query.sql().parameters(),
            Map.of(Field.REFERENCE, call.reference().text()),
            telemetry);
    Walk.Errand<Rows> read = server -> answered(server, runner.run(server, query, call));
    if (query.freshness().maxAge() == null) {
      return orGiveUp(walk, walk.along(inOrder(), alone, read));
    }
    return readFresh(query.freshness(), walk, read);
  }

  /**
   * Lends an inspector of the first server that answers to a piece of work, which is begun anew
   * with the next server when this one is lost. The transaction is read-only, and undone in the
   * end.
   *
   * @throws DataException when no server answers in time, or the server refuses
   */
  public <T> T inspect(Deadline deadline, Function<Inspector, T> work) {
    Walk walk = new Walk(deadline, List.of(), Map.of(), telemetry);
    return orGiveUp(
        walk,
        walk.along(
            inOrder(), false, server -> answered(server, inspections.run(server, deadline, work))));
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

  private Rows readFresh(Freshness freshness, Walk walk, Walk.Errand<Rows> read) {
    FreshRead fresh = new FreshRead(freshness, read);
    Walk.End<Rows> end = walk.along(inOrder(), alone, fresh);
    if (end.answer() != null) {
      return end.answer();
    }
    if (!fresh.foundAny()) {
      throw walk.giveUp(end.last());
    }
    telemetry.measure(Metric.STALE_READS, 1);
    if (freshness.whenStale() == WhenStale.ERROR) {
      throw new DataException.Stale(
          fresh.leastLag(), Objects.requireNonNull(freshness.maxAge()), end.last());
    }
    Rows youngest = fresh.youngest();
    return youngest != null ? youngest : orGiveUp(walk, walk.along(fresh.byLag(), alone, read));
  }

  private static <T> T answered(Server server, T answer) {
    server.outage().over();
    return answer;
  }

  private static <T> T orGiveUp(Walk walk, Walk.End<T> end) {
    if (end.answer() == null) {
      throw walk.giveUp(end.last());
    }
    return end.answer();
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
