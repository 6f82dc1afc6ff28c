package dev.sluice.data;

import dev.sluice.call.Deadline;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far the primary's log goes. A replica that has replayed all of it misses nothing, however
 * long ago the last commit was: that needs no clock but ours, and no grant. Safe for use by several
 * threads.
 */
final class PrimaryLog {
  /** What the primary gets to say it; it is asked while a call waits. */
  private static final Duration LIMIT = Duration.ofMillis(250);

  /** Of what is inserted: the most that anybody can have seen on the primary. */
  private static final String HOW_FAR =
      """
      select ('x' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8))::bit(32)::int,
        pg_current_wal_insert_lsn() - '0/0'::pg_lsn
      where not pg_is_in_recovery()""";

  private final List<Server> primary;
  private final Watchdog watchdog;
  private final InstantSource clock;

  PrimaryLog(List<Server> primary, Watchdog watchdog, InstantSource clock) {
    this.primary = primary;
    this.watchdog = watchdog;
    this.clock = clock;
  }

  /** How far it goes now; null when there is no primary, or it does not say so soon. */
  Sighting.@Nullable Position now(Deadline deadline) {
    for (Server server : primary) {
      if (!server.outage().isSuspected()) {
        try {
          return ask(server, Deadline.after(deadline.reserving(Timing.LEAST).atMost(LIMIT), clock));
        } catch (SQLException e) {
          if (SqlStates.isServerInDoubt(e)) {
            server.outage().failed();
          }
        }
      }
    }
    return null;
  }

  private Sighting.@Nullable Position ask(Server server, Deadline deadline) throws SQLException {
    try (Lease lease = server.borrow(deadline)) {
      Watchdog.Watch watch =
          watchdog.watch(lease.physical(), Timing.of((int) LIMIT.toMillis(), deadline.remaining()));
      try (PreparedStatement statement = lease.connection().prepareStatement(HOW_FAR);
          ResultSet row = statement.executeQuery()) {
        return row.next() ? new Sighting.Position(row.getLong(1), row.getLong(2)) : null;
      } finally {
        lease.clean();
        if (!watch.end()) {
          lease.condemn();
        }
      }
    }
  }
}
