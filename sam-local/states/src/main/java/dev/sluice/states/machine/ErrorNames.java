package dev.sluice.states.machine;

import java.util.List;

/** The errors that a retrier or a catcher is for (States Language, "Errors"). */
public record ErrorNames(List<String> names) {
  /** Any error that is not terminal. */
  public static final String ALL = "States.ALL";

  /** Any error of a task but a timeout. */
  public static final String TASK_FAILED = "States.TaskFailed";

  /** A try took too long, or sent no heartbeat in time. */
  public static final String TIMEOUT = "States.Timeout";

  /** A try sent no heartbeat in time. */
  public static final String HEARTBEAT_TIMEOUT = "States.HeartbeatTimeout";

  /** Something has more bytes than may travel; no wildcard matches it. */
  public static final String DATA_LIMIT_EXCEEDED = "States.DataLimitExceeded";

  /** The machine asks for what is not there: nothing retries or catches it. */
  public static final String RUNTIME = "States.Runtime";

  /** No rule matched, and there is no default. */
  public static final String NO_CHOICE_MATCHED = "States.NoChoiceMatched";

  /** A result cannot be put where its path says. */
  public static final String RESULT_PATH_MATCH_FAILURE = "States.ResultPathMatchFailure";

  /** Whether an error is one of them. */
  public boolean match(String error) {
    return !error.equals(RUNTIME)
        && (names.contains(error) || names.stream().anyMatch(name -> isWildcard(name, error)));
  }

  private static boolean isWildcard(String name, String error) {
    return switch (name) {
      case ALL -> !error.equals(DATA_LIMIT_EXCEEDED);
      case TASK_FAILED ->
          !error.equals(DATA_LIMIT_EXCEEDED)
              && !error.equals(TIMEOUT)
              && !error.equals(HEARTBEAT_TIMEOUT);
      // A missed heartbeat is the more exact name of a timeout.
      case TIMEOUT -> error.equals(HEARTBEAT_TIMEOUT);
      default -> false;
    };
  }
}
