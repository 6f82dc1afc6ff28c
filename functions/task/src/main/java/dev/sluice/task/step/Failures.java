package dev.sluice.task.step;

import dev.sluice.task.TaskId;

/** What the owner of a task is told when it came to nothing. */
final class Failures {
  private Failures() {}

  /**
   * Never what the work itself said: that may hold a statement, a name or another's data.
   *
   * @param error as the state machine names it, with or without its package
   */
  static String message(String error, TaskId id) {
    String what =
        switch (error.substring(error.lastIndexOf('.') + 1)) {
          case "Timeout", "HeartbeatTimeout" ->
              "the task took longer than it may, or was not answered in time; narrow what it asks"
                  + " for, or answer sooner, and start it again";
          case "TaskUnavailable" ->
              "what the task needs was away, for longer than it was tried again; start it again"
                  + " later";
          case "TaskInterrupted", "TaskExhausted" ->
              "the task was interrupted each time that it was tried; narrow what it asks for, and"
                  + " start it again";
          default ->
              "the task failed inside Sluice; start it again, and if it fails again, report it";
        };
    return what + " (task " + id + ")";
  }
}
