package dev.sluice.data;

import dev.sluice.catalog.WhenStale;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks for rows that are young enough, from server to server, and keeps the youngest of the
 * others. For one call, used by one thread.
 */
final class FreshRead implements Walk.Errand<Rows> {
  private static final Comparator<@Nullable Duration> YOUNGER =
      Comparator.nullsLast(Comparator.<Duration>naturalOrder());

  private final Freshness freshness;
  private final Walk.Errand<Rows> read;
  private final List<Server> behind = new ArrayList<>();
  private @Nullable Rows youngest;

  FreshRead(Freshness freshness, Walk.Errand<Rows> read) {
    this.freshness = freshness;
    this.read = read;
  }

  /** Rows that are young enough; null when this server has none. */
  @Override
  public @Nullable Rows at(Server server) throws SQLException {
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
    Rows rows = read.at(server);
    if (rows == null || !rows.age().stale()) {
      return rows;
    }
    if (youngest == null || YOUNGER.compare(rows.age().lag(), youngest.age().lag()) < 0) {
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
    Duration read = youngest == null ? null : youngest.age().lag();
    Duration known = byLag().stream().findFirst().map(FreshRead::lag).orElse(null);
    return YOUNGER.compare(read, known) <= 0 ? read : known;
  }

  /** The youngest rows that were read, unless some server that was not asked has younger ones. */
  @Nullable Rows youngest() {
    return youngest != null && YOUNGER.compare(youngest.age().lag(), leastLag()) <= 0
        ? youngest
        : null;
  }

  /** Servers that were not asked since they are known to be behind, the least so first. */
  List<Server> byLag() {
    return behind.stream().sorted(Comparator.comparing(FreshRead::lag, YOUNGER)).toList();
  }

  private static @Nullable Duration lag(Server server) {
    Sighting last = server.lags().last();
    return last == null ? null : last.lag();
  }
}
