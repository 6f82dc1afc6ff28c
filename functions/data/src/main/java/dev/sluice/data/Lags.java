package dev.sluice.data;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;

/**
 * How far one server is behind its primary, as far as it was asked. Safe for use by several
 * threads.
 *
 * <p>What is known belongs to a connection: behind one name there may be several servers.
 */
final class Lags {
  /** A server that was too far behind is not asked again within this, and what was good serves. */
  static final Duration BETWEEN = Duration.ofSeconds(1);

  private final InstantSource clock;
  private final boolean replica;
  private final Map<Connection, Sighting> sightings =
      Collections.synchronizedMap(new WeakHashMap<>());
  private volatile @Nullable LagSource source;
  private volatile @Nullable Sighting last;

  Lags(InstantSource clock, boolean replica) {
    this.clock = clock;
    this.replica = replica;
  }

  /**
   * How the server is to be asked ahead of a statement that is sent now; null when it need not be,
   * or what it said a moment ago will do.
   */
  @Nullable LagSource toAsk(Lease lease, Freshness freshness) throws SQLException {
    if (freshness.maxAge() == null) {
      return null;
    }
    Sighting known = sightings.get(lease.physical());
    if (known != null && isRecent(known) && freshness.allows(known.lagAt(clock.instant()))) {
      return null;
    }
    LagSource asked = source;
    if (asked == null) {
      asked = LagSource.of(lease.connection());
      source = asked;
    }
    return asked;
  }

  /** Notes what a server said over a connection; what is known of it now. */
  Sighting seen(BaseConnection connection, Sighting sighting) {
    Sighting better = sighting.orBetter(sightings.get(connection));
    sightings.put(connection, better);
    last = better;
    return better;
  }

  /**
   * How far behind the server at the other end of a connection can be then, for a query that asks
   * for it; null if unknown.
   */
  @Nullable Duration lag(BaseConnection connection, Freshness freshness, Instant then) {
    Sighting known = freshness.maxAge() == null ? null : sightings.get(connection);
    return known == null ? null : known.lagAt(then);
  }

  /** What was seen last, over whichever connection; null before that. */
  @Nullable Sighting last() {
    return last;
  }

  /** Whether it was asked a moment ago, and was too far behind. */
  boolean isKnownTooFarBehind(Freshness freshness) {
    Sighting known = last;
    return replica && known != null && isRecent(known) && !freshness.allows(known.lag());
  }

  private boolean isRecent(Sighting sighting) {
    Duration since = Duration.between(sighting.askedAt(), clock.instant());
    return !since.isNegative() && since.compareTo(BETWEEN) < 0;
  }
}
