package dev.sluice.data;

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

    Unavailable(@Nullable Throwable cause) {
      super("The database cannot be reached just now. Try again in a few seconds.", cause);
    }
  }

  /** The statement ran into its time limit, and was cancelled on the server. */
  public static final class TimedOut extends DataException {
    private static final long serialVersionUID = 1;

    TimedOut(long limitMillis, Throwable cause) {
      super(
          "The statement was stopped after "
              + limitMillis
              + " ms, the most it may take. Ask for less: a narrower range, fewer groups.",
          cause);
    }
  }

  /** The statement cannot be run as it is, with these arguments. */
  public static final class Refused extends DataException {
    private static final long serialVersionUID = 1;

    Refused(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
