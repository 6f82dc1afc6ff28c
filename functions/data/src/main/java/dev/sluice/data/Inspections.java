package dev.sluice.data;

import dev.sluice.call.Deadline;
import dev.sluice.data.inspect.Inspector;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.function.Function;

/**
 * Lends inspectors, each over one connection in a transaction that is undone in the end, under
 * nobody's claims: what it finds is the same for whoever checks. Safe for use by several threads.
 */
final class Inspections {
  private final Watchdog watchdog;

  Inspections(Watchdog watchdog) {
    this.watchdog = watchdog;
  }

  <T> T run(Server server, Deadline deadline, Function<Inspector, T> work) throws SQLException {
    try (Lease lease = server.borrow(deadline)) {
      Timing timing = Timing.of(Integer.MAX_VALUE, deadline.remaining());
      Watchdog.Watch watch = watchdog.watch(lease.physical(), timing);
      try {
        begin(lease, timing);
        return work.apply(new ConnectionInspector(lease));
      } catch (ConnectionInspector.Failed e) {
        throw told(e.failure(), watch, timing);
      } catch (SQLException e) {
        throw told(e, watch, timing);
      } finally {
        lease.clean();
        if (!watch.end()) {
          lease.condemn();
        }
      }
    }
  }

  private static SQLException told(SQLException e, Watchdog.Watch watch, Timing timing) {
    if (SqlStates.isCancelled(e)) {
      throw DataException.TimedOut.after(timing, e);
    }
    return watch.wasCut() ? new CutException(timing, e) : e;
  }

  private static void begin(Lease lease, Timing timing) throws SQLException {
    try (PreparedStatement statement = lease.connection().prepareStatement(Session.BEGINNING)) {
      Session.bind(statement, timing, Claims.OF_NOBODY);
      statement.execute();
    }
  }
}
