package dev.sluice.data;

import dev.sluice.call.Deadline;
import dev.sluice.telemetry.Event;
import dev.sluice.telemetry.Field;
import dev.sluice.telemetry.Metric;
import dev.sluice.telemetry.Telemetry;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The way of one request from server to server, until one answers. Used by one thread.
 *
 * @param deadline until when
 * @param query that is asked, for what is said of an error; null where it is something else
 * @param whose the request is, for the log
 * @param telemetry is told of servers that are lost, and of what is sent again
 */
record Walk(
    Deadline deadline, @Nullable Query query, Map<Field, String> whose, Telemetry telemetry) {

  /** What is asked of a server. */
  @FunctionalInterface
  interface Errand<T> {
    /** The answer; null sends the request on to the next server, though this one is in order. */
    @Nullable T at(Server server) throws SQLException;
  }

  /**
   * How a walk ended.
   *
   * @param answer null when no server gave one
   * @param last what was wrong with the last server that was, null when none was
   */
  record End<T>(@Nullable T answer, @Nullable SQLException last) {}

  /**
   * Asks one after the other.
   *
   * @param alone whether there is no other server to ask
   * @throws DataException when a server refuses what every other would refuse as well
   */
  <T> End<T> along(List<Server> servers, boolean alone, Errand<T> errand) {
    SQLException last = null;
    boolean exhausted = false;
    for (Server server : servers) {
      if (isTooLate()) {
        break;
      }
      // The primary stands in for replicas that are down, not for a caller of many at once.
      if (exhausted && !server.source().replica()) {
        continue;
      }
      try {
        T answer = twice(server, alone, errand);
        if (answer != null) {
          return new End<>(answer, last);
        }
      } catch (SQLException e) {
        if (SqlStates.remedy(e) == SqlStates.Remedy.NONE) {
          server.outage().over();
          throw query == null ? SqlStates.explain(e, List.of()) : SqlStates.explain(e, query);
        }
        if (SqlStates.isServerInDoubt(e)) {
          lost(server, e);
        } else if (isOf(NoConnectionException.Kind.EXHAUSTED, e)) {
          exhausted = true;
          telemetry.measure(Metric.POOL_EXHAUSTIONS, 1);
        }
        // That the time ran out at the last server does not say why it ran out.
        last = last != null && isOf(NoConnectionException.Kind.OUT_OF_TIME, e) ? last : e;
      }
    }
    return new End<>(null, last);
  }

  /** What is said when no server gave an answer. */
  DataException giveUp(@Nullable SQLException last) {
    return last == null
        ? DataException.TimedOut.beforehand(null)
        : SqlStates.giveUp(last, query == null ? List.of() : query.sql().parameters());
  }

  /** What is said of an answer that broke off when so many rows of it had been handed out. */
  DataException brokenOff(Server server, SQLException e, long rows) {
    if (SqlStates.isServerInDoubt(e)) {
      lost(server, e);
    } else {
      server.outage().over();
    }
    if (e instanceof CutException cut) {
      return DataException.TimedOut.after(cut.timing(), cut);
    }
    if (SqlStates.remedy(e) != SqlStates.Remedy.NONE) {
      return new DataException.BrokenOff(
          SqlStates.isConflict(e)
              ? DataException.BrokenOff.By.REPLAY
              : DataException.BrokenOff.By.CONNECTION,
          rows,
          e);
    }
    return query == null ? SqlStates.explain(e, List.of()) : SqlStates.explain(e, query);
  }

  /** Once more over a new connection, where the first was to blame. */
  private <T> @Nullable T twice(Server server, boolean alone, Errand<T> errand)
      throws SQLException {
    try {
      return errand.at(server);
    } catch (SQLException e) {
      boolean here =
          SqlStates.remedy(e) == SqlStates.Remedy.SAME_SERVER
              || (alone && e instanceof CutException);
      if (!here || isTooLate()) {
        throw e;
      }
      // The connection may have died long ago, while the environment was frozen: that says nothing
      // of the server.
      telemetry.measure(Metric.STATEMENT_RETRIES, 1);
      server.dropIdle();
      return errand.at(server);
    }
  }

  private boolean isTooLate() {
    return deadline.remaining().compareTo(Timing.LEAST) < 0;
  }

  private static boolean isOf(NoConnectionException.Kind kind, SQLException e) {
    return e instanceof NoConnectionException none && none.kind() == kind;
  }

  private void lost(Server server, SQLException cause) {
    server.outage().failed();
    telemetry.measure(Metric.SERVERS_UNREACHABLE, 1);
    Map<Field, String> fields = new EnumMap<>(Field.class);
    fields.putAll(whose);
    fields.put(Field.SERVER, server.source().server());
    fields.put(Field.CAUSE, SqlStates.rootFault(cause));
    telemetry.log(Event.SERVER_LOST, fields);
  }
}
