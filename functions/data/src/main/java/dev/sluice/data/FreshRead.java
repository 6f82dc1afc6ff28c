package dev.sluice.data;

import dev.sluice.catalog.WhenStale;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Looks for rows that are young enough, from server to server, and keeps the youngest of the
 * others. For one call, used by one thread.
 *
 * @param <T> rows, or what was made of them
 */
final class FreshRead<T> implements Walk.Errand<T> {
  private static final Comparator<@Nullable Duration> YOUNGER =
      Comparator.nullsLast(Comparator.<Duration>naturalOrder());

  private final Freshness freshness;
  private final Walk.Errand<T> read;
  private final Function<T, Rows.Age> ageOf;
  private final List<Server> behind = new ArrayList<>();
  private @Nullable T youngest;

  /**
   * To be used once.
   *
   * @param read gives null for rows that are too old to be touched
   */
  FreshRead(Freshness freshness, Walk.Errand<T> read, Function<T, Rows.Age> ageOf) {
    this.freshness = freshness;
    this.read = read;
    this.ageOf = ageOf;
  }

  /** Rows that are young enough; null when this server has none. */
  @Override
  public @Nullable T at(Server server) throws SQLException {
    if (server.lags().isKnownTooFarBehind(freshness)) {
      behind.add(server);
      return null;
    }
    // Nobody waits for a server that is down where what there is may be labelled.
    if (freshness.whenStale() == WhenStale.LABEL
        && foundAny()
        && server.outage().isSuspected()
        && !server.outage().mayTry()) {
      return null;
    }
    T rows = read.at(server);
    if (rows == null) {
      behind.add(server);
    } else if (!ageOf.apply(rows).stale()) {
      return rows;
    } else if (youngest == null || YOUNGER.compare(lagOf(rows), lagOf(youngest)) < 0) {
      youngest = rows;
    }
    return null;
  }

  /** Whether there was any server that answers, if only with what is too old. */
  boolean foundAny() {
    return youngest != null || !behind.isEmpty();
  }

  /** The least that any of them was behind; null if unknown. */
  @Nullable Duration leastLag() {
    Duration read = youngest == null ? null : lagOf(youngest);
    Duration known = byLag().stream().findFirst().map(FreshRead::lag).orElse(null);
    return YOUNGER.compare(read, known) <= 0 ? read : known;
  }

  /** The youngest rows that were read, unless some server that was not asked has younger ones. */
  @Nullable T youngest() {
    return youngest != null && YOUNGER.compare(lagOf(youngest), leastLag()) <= 0 ? youngest : null;
  }

  /** Servers that were not read since they are known to be behind, the least so first. */
  List<Server> byLag() {
    return behind.stream().sorted(Comparator.comparing(FreshRead::lag, YOUNGER)).toList();
  }

  private @Nullable Duration lagOf(T rows) {
    return ageOf.apply(rows).lag();
  }

  private static @Nullable Duration lag(Server server) {
    Sighting last = server.lags().last();
    return last == null ? null : last.lag();
  }
}
