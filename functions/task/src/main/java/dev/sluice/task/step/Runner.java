package dev.sluice.task.step;

import dev.sluice.task.Outcome;
import dev.sluice.task.Task;

/** What does a task's work. Implementations are safe for use by several threads. */
@FunctionalInterface
public interface Runner {

  /**
   * Does the work, and stores its rows under the task's id and the attempt.
   *
   * @param attempt from 1: nothing that an earlier one stored may be used
   * @return what it came to; a tool's own error is a result too
   * @throws WorkFailedException where trying again would come to the same
   * @throws TaskInterrupted where the attempt is no longer wanted, or out of time
   * @throws TaskUnavailable where something that it needs is away
   */
  Outcome run(Task task, int attempt, RunContext context) throws WorkFailedException;
}
