package dev.sluice.data;

import dev.sluice.call.Call;
import dev.sluice.call.Deadline;
import dev.sluice.call.Principal;
import dev.sluice.call.Reference;
import dev.sluice.call.secret.Secrets;
import dev.sluice.catalog.WhenStale;
import dev.sluice.data.inspect.Inspector;
import dev.sluice.telemetry.Event;
import dev.sluice.telemetry.Field;
import dev.sluice.telemetry.Metric;
import dev.sluice.telemetry.Telemetry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads from the replicas in turn, and from the primary when none of them answers. Safe for use by
 * several threads.
 *
 * <p>A read has no effect, so one that lost its connection is sent once more, over a new one: to
 * the same server, or to another where this one did not answer at all. One that may not be too old
 * goes to the next server where this one is too far behind. A long read goes no further once a row
 * of it is handed out.
 */
public final class Replicas implements Database, LongReads, AutoCloseable {
  /** How long the opening of a connection ahead of the calls may take at one server. */
  private static final Duration WARMING = Duration.ofSeconds(2);

  /** What a call waits at most to learn which replicas there are. */
  private static final Duration SEEKING = Duration.ofSeconds(1);

  private final Fleet fleet;
  private final @Nullable Members members;
  private final Watchdog watchdog;
  private final StatementRunner runner;
  private final Inspections inspections;
  private final Telemetry telemetry;
  private final InstantSource clock;
  private final boolean alone;

  /** Servers as set, for a catalogue that hashes nothing. */
  public Replicas(
      Settings settings, Credentials credentials, InstantSource clock, Telemetry telemetry) {
    this(settings, new DatabaseLogin.Kept(credentials), Secrets.none(), clock, telemetry);
  }

  /**
   * Servers as set; no connection is made before the first call. Throws {@link
   * IllegalArgumentException} where the login is of a kind that the servers' URLs do not suit.
   */
  public Replicas(
      Settings settings,
      DatabaseLogin login,
      Secrets secrets,
      InstantSource clock,
      Telemetry telemetry) {
    login.check(settings);
    this.clock = clock;
    this.alone = settings.hasOneServer();
    this.telemetry = telemetry;
    this.fleet = new Fleet(settings, login, clock);
    this.members = Members.of(settings.replicaUrls());
    this.watchdog = new Watchdog(telemetry);
    this.runner =
        new StatementRunner(
            watchdog, new PrimaryLog(fleet.primary(), watchdog, clock), secrets, telemetry, clock);
    this.inspections = new Inspections(watchdog);
  }

  @Override
  public Rows read(Query query, Call call) {
    seekMembers(call.deadline());
    return ask(query, call);
  }

  @Override
  public Streamed stream(
      Query query, LongLimits limits, Call call, Cancellation cancellation, RowSink sink)
      throws IOException {
    seekMembers(call.deadline());
    Walk walk = walk(query, call);
    LongRead read = new LongRead(runner, walk, query, limits, call, cancellation, sink);
    FreshRead<Streamed> fresh =
        new FreshRead<>(
            query.freshness(),
            server -> answered(server, read.at(server, true)),
            streamed -> streamed.head().age());
    try {
      return along(query, walk, fresh, server -> answered(server, read.at(server, false)));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /**
   * Lends an inspector of the first server that answers to a piece of work, which is begun anew
   * with the next server when this one is lost. The transaction is read-only, and undone in the
   * end.
   *
   * @throws DataException when no server answers in time, or the server refuses
   */
  public <T> T inspect(Deadline deadline, Function<Inspector, T> work) {
    seekMembers(deadline);
    Walk walk = new Walk(deadline, null, Map.of(), telemetry);
    return orGiveUp(
        walk,
        walk.along(
            fleet.inOrder(),
            false,
            server -> answered(server, inspections.run(server, deadline, work))));
  }

  /** Opens a connection to the first server that answers; whether one did. Never throws. */
  public boolean warm() {
    for (Server server : fleet.inOrder()) {
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
    fleet.close();
  }

  @Override
  public void close() {
    disconnect();
    watchdog.close();
  }

  /** Looks which replicas there are, when it is time to; what it cannot learn stays as it was. */
  private void seekMembers(Deadline deadline) {
    if (members != null && fleet.isTimeToSeek()) {
      Deadline sooner = Deadline.after(deadline.atMost(SEEKING), clock);
      try {
        fleet.replace(members.find(this::ask, new Call(Principal.LOCAL, sooner, Reference.next())));
      } catch (DataException e) {
        telemetry.log(Event.MEMBERS_UNKNOWN, Map.of(Field.CAUSE, SqlStates.rootFault(e)));
      }
    }
  }

  private Rows ask(Query query, Call call) {
    Walk.Errand<Rows> read = server -> answered(server, runner.run(server, query, call));
    return along(
        query, walk(query, call), new FreshRead<>(query.freshness(), read, Rows::age), read);
  }

  private Walk walk(Query query, Call call) {
    return new Walk(
        call.deadline(), query, Map.of(Field.REFERENCE, call.reference().text()), telemetry);
  }

  /**
   * The way of a query.
   *
   * @param fresh where something is promised
   * @param read where nothing is, or the promise cannot be kept and the answer says so
   */
  private <T> T along(Query query, Walk walk, FreshRead<T> fresh, Walk.Errand<T> read) {
    return query.freshness().maxAge() == null
        ? orGiveUp(walk, walk.along(fleet.inOrder(), alone, read))
        : readFresh(query.freshness(), walk, fresh, read);
  }

  private <T> T readFresh(Freshness freshness, Walk walk, FreshRead<T> fresh, Walk.Errand<T> read) {
    Walk.End<T> end = walk.along(fleet.inOrder(), alone, fresh);
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
    T youngest = fresh.youngest();
    return youngest != null ? youngest : orGiveUp(walk, walk.along(fresh.byLag(), alone, read));
  }

  private static <T extends @Nullable Object> T answered(Server server, T answer) {
    server.outage().over();
    return answer;
  }

  private static <T> T orGiveUp(Walk walk, Walk.End<T> end) {
    if (end.answer() == null) {
      throw walk.giveUp(end.last());
    }
    return end.answer();
  }
}
