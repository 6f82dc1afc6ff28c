package dev.sluice.tool.answer;

import dev.sluice.call.Call;
import dev.sluice.call.Layer;
import dev.sluice.data.DataException;
import dev.sluice.protocol.feature.ToolException;
import java.sql.SQLException;
import java.util.Locale;

/** What a tool says where the database gave no rows. */
public final class NoRows {
  private NoRows() {}

  /** The same for the caller, with the call's reference; it is noted for the record as well. */
  public static ToolException told(DataException why, Call call) {
    note(why, call);
    return new ToolException(why.getMessage() + " Reference: " + call.reference(), why);
  }

  private static void note(DataException why, Call call) {
    switch (why) {
      case DataException.Refused _ -> call.notes().refused(Layer.DATABASE, code("refused", why));
      case DataException.Unavailable _ -> call.notes().failed(Layer.DATABASE, "unavailable");
      case DataException.Busy _ -> call.notes().failed(Layer.DATABASE, "busy");
      case DataException.BrokenOff _ -> call.notes().failed(Layer.DATABASE, "broken_off");
      case DataException.Cancelled _ -> call.notes().failed(Layer.DATABASE, "cancelled");
      case DataException.TimedOut _ -> call.notes().failed(Layer.DATABASE, "timed_out");
      case DataException.Stale _ -> call.notes().failed(Layer.DATABASE, "stale");
    }
  }

  /** PostgreSQL's five characters tell what its message must not. */
  private static String code(String otherwise, Throwable why) {
    for (Throwable cause = why; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql
          && sql.getSQLState() != null
          && sql.getSQLState().matches("[0-9A-Z]{5}")) {
        return "sqlstate_" + sql.getSQLState().toLowerCase(Locale.ROOT);
      }
    }
    return otherwise;
  }
}
