package dev.sluice.task;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where tasks are stored, and how many wait and have their turn. Every change is conditional on
 * what was read, so that of two who change a task one is told to look again. Implementations are
 * safe for use by several threads, do nothing between calls, and answer in bounded time.
 */
public interface TaskStore {

  /** What came of a change. */
  enum Written {
    /** It is stored. */
    DONE,
    /** The task is no longer as it was read. */
    CHANGED,
    /** The tenant has all the turns it may have, or as many waiting as may wait. */
    TENANT_FULL,
    /** All together have all the turns they may have. */
    ALL_FULL
  }

  /**
   * A task as the list of its kind shows it. The list may be a moment behind: the record is to be
   * read before anything is done.
   *
   * @param since of one that waits: when it was created; of one that has its turn: when it changed
   */
  record Listed(TaskId id, String tenant, Instant since) {}

  /**
   * Stores a new task, which waits.
   *
   * @return {@code DONE}, or {@code TENANT_FULL} where as many wait as may
   * @throws TaskStoreException when it is not known whether it is stored
   */
  Written create(Task task) throws TaskStoreException;

  /** A task, as it stands: never older than the last change that was told to be done. */
  Optional<Task> find(TaskId id) throws TaskStoreException;

  /**
   * Stores a change, and with it takes or gives back the turn that comes with the new status, both
   * or neither.
   *
   * @param before as it was read
   * @throws TaskStoreException when it is not known whether it is stored
   */
  Written change(Task before, Task after) throws TaskStoreException;

  /** Those that wait for their turn, oldest first. */
  List<Listed> waiting(int most) throws TaskStoreException;

  /** Those that have their turn and have not changed since, longest first. */
  List<Listed> silent(Instant since, int most) throws TaskStoreException;

  /**
   * Some of all tasks.
   *
   * @param tasks in no order, as they stand
   * @param next behind which to go on; null where these are the last
   */
  record Page(List<Task> tasks, @Nullable String next) {
    /** Copies the list. */
    public Page {
      tasks = List.copyOf(tasks);
    }
  }

  /**
   * All tasks, page by page: each that is there from the first page to the last is on one of them.
   *
   * @param after what the page before said; null for the first
   */
  Page all(@Nullable String after) throws TaskStoreException;

  /**
   * Deletes a task that has ended.
   *
   * @param ended as it was read
   * @return {@code DONE} where it is gone, whoever deleted it; {@code CHANGED} where it is no
   *     longer as it was read
   */
  Written delete(Task ended) throws TaskStoreException;
}
