package dev.sluice.data;

import java.sql.SQLException;
import java.util.Objects;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What PostgreSQL's codes mean to us (PostgreSQL manual, appendix A, "PostgreSQL Error Codes"). */
final class SqlStates {
  private SqlStates() {}

  /** Whether another connection, or another server, could still answer. */
  static boolean isConnectionLost(SQLException e) {
    String state = state(e);
    return state.startsWith("08")
        || state.equals("57P01") // admin_shutdown
        || state.equals("57P02") // crash_shutdown
        || state.equals("57P03") // cannot_connect_now
        || state.equals("57P05") // idle_session_timeout
        || state.equals("25P03") // idle_in_transaction_session_timeout
        || state.equals("53300") // too_many_connections
        || state.startsWith("28") // a password that was rotated under us
        || Server.isNoConnection(e);
  }

  /** The error as the caller may see it. */
  static DataException explain(SQLException e, long limitMillis) {
    String state = state(e);
    if (state.equals("57014") || state.equals("55P03")) {
      return new DataException.TimedOut(limitMillis, e);
    }
    if (state.startsWith("22")) {
      // Class 22, data exception: the caller's own value, told in PostgreSQL's words.
      return new DataException.Refused("An argument does not fit: " + firstLine(e) + ".", e);
    }
    if (state.equals("25006")) {
      return new DataException.Refused("The statement writes, and Sluice only reads.", e);
    }
    if (state.equals("42501")) {
      return new DataException.Refused(
          "The reading role may not see what this tool asks for. Tell its owner.", e);
    }
    return new DataException.Refused(
        "The statement failed (SQLSTATE " + state + "). Tell the tool's owner.", e);
  }

  static String state(SQLException e) {
    return Objects.requireNonNullElse(e.getSQLState(), "");
  }

  /** What lies at the bottom, in one line. */
  static String rootMessage(Throwable thrown) {
    Throwable root = thrown;
    for (int depth = 0; depth < 16 && root.getCause() != null; depth++) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage()).lines().findFirst().orElse("");
  }

  private static String firstLine(SQLException e) {
    ServerErrorMessage message =
        e instanceof PSQLException thrown ? thrown.getServerErrorMessage() : null;
    String text = message == null ? e.getMessage() : message.getMessage();
    return String.valueOf(text).lines().findFirst().orElse("");
  }
}
