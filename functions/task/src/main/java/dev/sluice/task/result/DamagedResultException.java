package dev.sluice.task.result;

import dev.sluice.task.TaskId;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A stored result is not what it was stored as. Only the task, run again, gives it anew. */
public final class DamagedResultException extends IOException {
  private static final long serialVersionUID = 1L;

  DamagedResultException(TaskId task, int attempt, String what, @Nullable Throwable cause) {
    super(
        "The result of task "
            + task
            + ", attempt "
            + attempt
            + ", is damaged: "
            + what
            + ". Call the tool again for a new one.",
        cause);
  }
}
