package dev.sluice.task;

/** State machines that run. Implementations are safe for use by several threads. */
public interface Executions {

  /**
   * Starts the execution of a task, named by its id. Where it runs already, nothing happens.
   *
   * @throws TaskStoreException when that is not known to have happened
   */
  void start(TaskId id) throws TaskStoreException;

  /** Whether a task's execution has ended, well or badly; false where there is none. */
  boolean hasEnded(TaskId id) throws TaskStoreException;

  /** Whether a task's execution is at work; false where it has ended, and where there is none. */
  boolean isRunning(TaskId id) throws TaskStoreException;

  /** Tells an execution that waits for a token to go on; one that does not wait is left alone. */
  void goOn(String token) throws TaskStoreException;
}
