package dev.sluice.function.mcp;

import dev.sluice.call.Notes;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a call ended, as alarms and dashboards see it. */
enum Outcome {
  /** With what was asked. */
  OK,
  /** With a reason that lies with the caller, its rights, its budget, or its own limit of time. */
  REFUSED,
  /** With nothing, for a reason that lies with us: it counts against the error budget. */
  FAILED;

  /**
   * The outcome of an answer.
   *
   * @param stop what stood in the way; null where nothing did
   * @param status the HTTP status: a tool that fails is a 200 of the protocol's
   */
  static Outcome of(Notes.@Nullable Stop stop, int status) {
    if (status >= 500) {
      return FAILED;
    }
    if (stop == null) {
      return status < 400 ? OK : REFUSED;
    }
    return !stop.refused() && isOurs(stop) ? FAILED : REFUSED;
  }

  /** A statement that ran into its tool's limit, or is no longer wanted, is as it was declared. */
  private static boolean isOurs(Notes.Stop stop) {
    return switch (stop.layer()) {
      case DATABASE -> !stop.code().equals("timed_out") && !stop.code().equals("cancelled");
      case TASK, DEADLINE, ANSWER, FAULT -> true;
      case CALLER, REQUEST, CATALOGUE, SCOPE, BUDGET, ARGUMENTS, STATEMENT, COST, TOOL -> false;
    };
  }

  /** As it is written. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
