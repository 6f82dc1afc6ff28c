package dev.sluice.task;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where tasks are stored, and how many have their turn. Every change is conditional on what was
 * read, so that of two who change a task one is told to look again. Implementations are safe for
 * use by several threads, and do nothing between calls.
 */
public interface TaskStore {

  /** What came of a change. */
  enum Written {
    /** It is stored. */
    DONE,
    /** The task is no longer as it was read. */
    CHANGED,
    /** The tenant has all the turns it may have, or all together have. */
    NO_TURN
  }

  /**
   * Stores a new task.
   *
   * @throws TaskStoreException when that is not known to have happened
   */
  void create(Task task) throws TaskStoreException;

  /** A task, as it stands: never older than the last change that was told to be done. */
  Optional<Task> find(TaskId id) throws TaskStoreException;

  /**
   * Stores a change, and with it takes or gives back the turn that comes with the new status, both
   * or neither.
   *
   * @param before as it was read
   */
  Written change(Task before, Task after) throws TaskStoreException;

  /** Those that wait for their turn, oldest first. */
  List<Task> waiting(int most) throws TaskStoreException;

  /** Those that have their turn and have not changed for a time, longest first. */
  List<Task> silent(Duration since, int most) throws TaskStoreException;
}
