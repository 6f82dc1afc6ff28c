package dev.sluice.data;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Why there are no rows. The message is fit for the caller: it holds no statement, no secret and no
 * other caller's data; what an operator needs is in the cause.
 */
public abstract sealed class DataException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private DataException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** No server could be asked. */
  public static final class Unavailable extends DataException {
    private static final long serialVersionUID = 1;

    /** Whatever stood in the way. */
    public Unavailable(@Nullable Throwable cause) {
      super("The database cannot be reached just now. Try again in a few seconds.", cause);
    }
  }

  /** A server was reached, and could not do it at that moment; the same call may well succeed. */
  public static final class Busy extends DataException {
    private static final long serialVersionUID = 1;

    Busy(String reason, @Nullable Throwable cause) {
      super(reason + " Try again in a few seconds.", cause);
    }
  }

  /**
   * A long read broke off in its midst. Its rows are worthless; the same read may well succeed from
   * its beginning.
   */
  public static final class BrokenOff extends DataException {
    private static final long serialVersionUID = 1;

    private final By by;

    /** What it broke off by. */
    public enum By {
      /** The replica had to replay what stood in its way. */
      REPLAY,
      /** The connection was lost: the server ended, or the network failed. */
      CONNECTION
    }

    BrokenOff(By by, long rows, Throwable cause) {
      super(
          (by == By.REPLAY
                  ? "The replica stopped the statement to catch up with the primary"
                  : "The connection to the database was lost")
              + " after "
              + rows
              + " rows. Read it again from its beginning.",
          cause);
      this.by = by;
    }

    /** What it broke off by. */
    public By by() {
      return by;
    }
  }

  /** Nobody wants a long read any more, and it was cancelled on the server. */
  public static final class Cancelled extends DataException {
    private static final long serialVersionUID = 1;

    Cancelled(@Nullable Throwable cause) {
      super("It was cancelled, since it is no longer wanted.", cause);
    }
  }

  /** The statement ran into its time limit, and was cancelled on the server. */
  public static final class TimedOut extends DataException {
    private static final long serialVersionUID = 1;

    private TimedOut(String message, @Nullable Throwable cause) {
      super(message, cause);
    }

    static TimedOut after(Timing timing, Throwable cause) {
      String stopped = "The statement was stopped after " + timing.limitMillis() + " ms, ";
      return new TimedOut(
          timing.curtailed()
              ? stopped + "since the call's own time was up. Try again, or ask for less."
              : stopped + "the most it may take. Ask for less: a narrower range, fewer groups.",
          cause);
    }

    /** The time was up while there was nothing to stop yet. */
    public static TimedOut beforehand(@Nullable Throwable cause) {
      return new TimedOut(
          "The call's time was up before the statement could be run. Try again.", cause);
    }
  }

  /** What could be read is older than the query allows. */
  public static final class Stale extends DataException {
    private static final long serialVersionUID = 1;

    Stale(@Nullable Duration youngest, Duration allowed, @Nullable Throwable cause) {
      super(
          (youngest == null
                  ? "How old the replicas' data is cannot be told just now"
                  : "The youngest data that could be read is up to "
                      + Math.ceilDiv(youngest.toMillis(), 1_000)
                      + " s old")
              + ", and this tool allows "
              + allowed.toSeconds()
              + " s. Try again in a few seconds; if it stays so, tell the tool's owner that the"
              + " replicas lag.",
          cause);
    }
  }

  /** The statement cannot be run as it is, with these arguments. */
  public static final class Refused extends DataException {
    private static final long serialVersionUID = 1;

    /** Says to the caller what to change. */
    public Refused(String message, @Nullable Throwable cause) {
      super(message, cause);
    }

    static Refused argument(String name, String problem) {
      return argument(name, problem, null);
    }

    static Refused argument(String name, String problem, @Nullable Throwable cause) {
      return new Refused("The argument '" + name + "' does not fit: " + problem + ".", cause);
    }
  }
}
