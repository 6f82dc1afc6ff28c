package dev.sluice.data;

import static java.util.Map.entry;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What PostgreSQL's codes mean to us (PostgreSQL manual, appendix A, "PostgreSQL Error Codes"). */
final class SqlStates {
  private static final Set<String> CONNECTION_LOST =
      Set.of(
          "57P01", // admin_shutdown
          "57P02", // crash_shutdown
          "57P03", // cannot_connect_now
          "57P05", // idle_session_timeout
          "25P03", // idle_in_transaction_session_timeout
          "25P04"); // transaction_timeout

  /** Where PostgreSQL says that it was reading an argument, and which: no row is read then. */
  private static final Pattern PARAMETER =
      Pattern.compile(
          "(?:^|\\n)(?:unnamed portal|portal \"[^\"\\n]*\") parameter \\$(\\d{1,5})\\b[^\\n]*$");

  /** Classes of codes that a statement's text can be wrong by. */
  private static final Set<String> ABOUT_TEXT = Set.of("0A", "22", "42");

  private static final String TELL_THE_OWNER = "Tell the tool's owner.";

  /** What PostgreSQL says in front of the value that it quotes. */
  private static final Pattern READ_AS =
      Pattern.compile("invalid input syntax for type [a-z0-9_ ]+(?=$|: )");

  /** What values are wrong by, in our words: PostgreSQL's quote the value in one way or another. */
  private static final Map<String, String> WORDS =
      Map.ofEntries(
          entry("22001", "a text is too long for its type"),
          entry("22003", "a number is out of range"),
          entry("22004", "NULL stands where it may not"),
          entry("22007", "a text is no date or time"),
          entry("22008", "a date or time is out of range"),
          entry("2200F", "a text is empty that may not be"),
          entry("22011", "a substring of negative length"),
          entry("22012", "division by zero"),
          entry("22019", "an escape that is not one character"),
          entry("2201B", "a regular expression cannot be read"),
          entry("2201E", "a logarithm of zero or less"),
          entry("2201F", "a power that is no real number"),
          entry("2201W", "LIMIT is negative"),
          entry("2201X", "OFFSET is negative"),
          entry("22021", "a text holds bytes that are no characters"),
          entry("22023", "a function was given what it does not take"),
          entry("22025", "an escape sequence cannot be read"),
          entry("2202E", "a place outside an array or text"),
          entry("22P02", "a text is no value of the type that it is read as"),
          entry("22P05", "a character is missing in the other encoding"));

  /** What a statement's end by the server's own doing can be mended with. */
  enum Remedy {
    /** Another connection to the same server. */
    SAME_SERVER,
    /** Another server. */
    OTHER_SERVER,
    /** Nothing: it would fail again. */
    NONE
  }

  private SqlStates() {}

  static Remedy remedy(SQLException e) {
    if (e instanceof NoConnectionException || e instanceof CutException) {
      return Remedy.OTHER_SERVER;
    }
    return isConnectionLost(e) || isConflict(e) || isStale(e) ? Remedy.SAME_SERVER : Remedy.NONE;
  }

  /** Whether the server itself is in doubt. */
  static boolean isServerInDoubt(SQLException e) {
    if (e instanceof NoConnectionException none) {
      return switch (none.kind()) {
        case UNREACHABLE, FULL -> true;
        case EXHAUSTED, OUT_OF_TIME -> false;
      };
    }
    return e instanceof CutException || isConnectionLost(e);
  }

  /** Whether a statement was stopped on demand: by its timeout, by us, by an operator. */
  static boolean isCancelled(SQLException e) {
    return state(e).equals("57014");
  }

  /** Whether the driver gave up on a result too large to hold; the connection is closed then. */
  static boolean isTooMuchAtOnce(SQLException e) {
    return state(e).equals("08S01");
  }

  /** Whether a server takes no more connections. */
  static boolean isFull(SQLException e) {
    return state(e).equals("53300");
  }

  private static boolean isConnectionLost(SQLException e) {
    return (state(e).startsWith("08") && !isTooMuchAtOnce(e)) || CONNECTION_LOST.contains(state(e));
  }

  /** A replica that must catch up stops statements that stand in the way. */
  static boolean isConflict(SQLException e) {
    return state(e).equals("40001") || state(e).equals("40P01");
  }

  /** A prepared statement whose tables were altered, or that is gone; the next one is made anew. */
  private static boolean isStale(SQLException e) {
    ServerErrorMessage message = message(e);
    return state(e).equals("26000")
        || (state(e).equals("0A000")
            && message != null
            && "RevalidateCachedQuery".equals(message.getRoutine()));
  }

  /**
   * The error of a server as the caller of a query may see it. What PostgreSQL says against the
   * text of an ad-hoc statement is told, since the caller wrote that; of what happened while it
   * ran, only words of ours are, since PostgreSQL's can quote a row.
   */
  static DataException explain(SQLException e, Query query) {
    boolean adHoc = query.kind() == Query.Kind.AD_HOC;
    if (adHoc && isAboutText(e)) {
      return new DataException.Refused("PostgreSQL does not take it: " + firstLine(e) + ".", e);
    }
    if (adHoc && state(e).equals("42501")) {
      return new DataException.Refused(
          "The reading role may not read all of this. Instead of * or a whole row, name the columns"
              + " that describe_relation shows.",
          e);
    }
    return explain(e, query.sql().parameters(), adHoc ? "Change it." : TELL_THE_OWNER);
  }

  /** The error of a server as the caller of a statement with these parameters may see it. */
  static DataException explain(SQLException e, List<String> parameters) {
    return explain(e, parameters, TELL_THE_OWNER);
  }

  private static DataException explain(SQLException e, List<String> parameters, String remedy) {
    String state = state(e);
    if (state.equals("55P03")) {
      return new DataException.Busy("A table of this tool is locked just now.", e);
    }
    if (state.startsWith("22")) {
      return explainValue(e, parameters);
    }
    if (state.equals("25006")) {
      return new DataException.Refused("The statement writes, and Sluice only reads.", e);
    }
    if (state.equals("42501")) {
      return new DataException.Refused(
          "The reading role may not see what this tool asks for. Tell its owner.", e);
    }
    return new DataException.Refused("The statement failed (SQLSTATE " + state + "). " + remedy, e);
  }

  /**
   * Whether PostgreSQL points into the statement's text: it does so while it reads that, before any
   * row (source: parser_errposition; while it runs there is no text to point into).
   */
  private static boolean isAboutText(SQLException e) {
    ServerErrorMessage message = message(e);
    return message != null
        && message.getPosition() > 0
        && !state(e).equals("42501")
        && ABOUT_TEXT.contains(state(e).substring(0, 2));
  }

  /**
   * Class 22, data exception. PostgreSQL's words quote the value: the caller's own may be told, one
   * from a row may not.
   */
  private static DataException explainValue(SQLException e, List<String> parameters) {
    ServerErrorMessage message = message(e);
    String where = message == null ? null : message.getWhere();
    // The outermost place comes last.
    Matcher matcher = PARAMETER.matcher(where == null ? "" : where);
    if (matcher.find()) {
      int number = Integer.parseInt(matcher.group(1));
      if (number >= 1 && number <= parameters.size()) {
        return DataException.Refused.argument(parameters.get(number - 1), firstLine(e), e);
      }
    }
    return new DataException.Refused("A value does not fit: " + wordsWithoutValue(e) + ".", e);
  }

  private static String wordsWithoutValue(SQLException e) {
    Matcher matcher = READ_AS.matcher(firstLine(e));
    if (matcher.lookingAt()) {
      return matcher.group();
    }
    return WORDS.getOrDefault(state(e), "SQLSTATE " + state(e));
  }

  /** What is said when no server was left to ask for a statement with these parameters. */
  static DataException giveUp(SQLException last, List<String> parameters) {
    if (last instanceof CutException cut) {
      return DataException.TimedOut.after(cut.timing(), cut);
    }
    if (last instanceof NoConnectionException none) {
      return switch (none.kind()) {
        case UNREACHABLE -> new DataException.Unavailable(last);
        case FULL, EXHAUSTED ->
            new DataException.Busy("Every connection to the database is in use just now.", last);
        case OUT_OF_TIME -> DataException.TimedOut.beforehand(last);
      };
    }
    if (isConflict(last)) {
      return new DataException.Busy(
          "The database had to change the rows that were being read.", last);
    }
    return isStale(last) ? explain(last, parameters) : new DataException.Unavailable(last);
  }

  /**
   * What a server says against a statement.
   *
   * @param position of the character in what was sent, from 1; 0 when it does not say
   */
  record Complaint(String text, int position) {}

  /** What a server says against a statement that it was given, or null where it is about more. */
  static @Nullable Complaint complaint(SQLException e) {
    ServerErrorMessage message = message(e);
    boolean isAboutMore =
        remedy(e) != Remedy.NONE
            || isCancelled(e)
            || state(e).equals("55P03")
            || state(e).startsWith("53");
    if (message == null || isAboutMore) {
      return null;
    }
    String hint = message.getHint();
    String text = firstLine(e) + (hint == null ? "" : ". " + hint);
    return new Complaint(text, message.getPosition());
  }

  static String state(SQLException e) {
    return Objects.requireNonNullElse(e.getSQLState(), "");
  }

  /**
   * What lies at the bottom, in one line: its class, SQLState and place, and not its message, which
   * may quote a value; of what is our own, its message.
   */
  static String rootFault(Throwable thrown) {
    Throwable root = thrown;
    for (int depth = 0; depth < 16; depth++) {
      if (root instanceof CutException || root instanceof NoLoginException) {
        return String.valueOf(root.getMessage());
      }
      if (root.getCause() == null) {
        break;
      }
      root = root.getCause();
    }
    StackTraceElement[] trace = root.getStackTrace();
    return root.getClass().getSimpleName()
        + (root instanceof SQLException e ? " " + state(e) : "")
        + (trace.length == 0 ? "" : " at " + trace[0]);
  }

  private static @Nullable ServerErrorMessage message(SQLException e) {
    return e instanceof PSQLException thrown ? thrown.getServerErrorMessage() : null;
  }

  private static String firstLine(SQLException e) {
    ServerErrorMessage message = message(e);
    String text = message == null ? e.getMessage() : message.getMessage();
    return String.valueOf(text).lines().findFirst().orElse("");
  }
}
