package dev.sluice.task;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The stored results, as who clears them away sees them. Whatever it is told twice, it does once.
 * Implementations are safe for use by several threads.
 */
public interface ResultCleaner {

  /** Deletes what attempts of a task stored, but for one of them. */
  void keepOnly(TaskId id, int attempt) throws TaskStoreException;

  /** Deletes all that attempts of a task stored. */
  void deleteAll(TaskId id) throws TaskStoreException;

  /**
   * Tasks of which anything is stored, in the order of their ids as text.
   *
   * @param after the id behind which to begin; null for the first
   */
  List<TaskId> stored(@Nullable TaskId after, int most) throws TaskStoreException;
}
