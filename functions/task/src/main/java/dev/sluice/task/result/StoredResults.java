package dev.sluice.task.result;

import dev.sluice.call.subject.SubjectData;
import dev.sluice.task.ResultCleaner;
import dev.sluice.task.TaskId;
import dev.sluice.task.TaskStoreException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The stored results, as who clears them away sees them. Whatever it is told twice, it does once.
 * Safe for use by several threads.
 */
public final class StoredResults implements ResultCleaner {
  /** So many objects are looked at in one go by {@link #storedBefore}. */
  static final int MOST_LOOKED_AT = 20_000;

  private final ObjectStore store;

  /** Those of a store that holds nothing else. */
  public StoredResults(ObjectStore store) {
    this.store = store;
  }

  /**
   * Some tasks.
   *
   * @param ids in the order of their text
   * @param next behind which to go on; null where all were looked at
   */
  public record Some(List<TaskId> ids, @Nullable TaskId next) {
    /** Copies the list. */
    public Some {
      ids = List.copyOf(ids);
    }
  }

  /** Deletes what attempts of a task stored, but for one of them. */
  @Override
  public void keepOnly(TaskId id, int attempt) throws TaskStoreException {
    String kept = ResultKeys.of(id, attempt);
    delete(id, key -> !key.startsWith(kept));
  }

  /** How many objects attempts of a task stored. */
  public long count(TaskId id) throws TaskStoreException {
    try {
      long count = 0;
      String after = null;
      List<StoredObject> objects;
      do {
        objects = store.list(ResultKeys.of(id), after, ObjectStore.MOST_AT_ONCE);
        count += objects.size();
        after = objects.isEmpty() ? null : objects.getLast().key();
      } while (objects.size() == ObjectStore.MOST_AT_ONCE);
      return count;
    } catch (ObjectStoreException e) {
      throw failed("count results of task " + id, e);
    }
  }

  /** Hands out all that attempts of a task stored, each object under its key. */
  void each(TaskId id, SubjectData.Export to) throws TaskStoreException, IOException {
    try {
      String after = null;
      List<StoredObject> objects;
      do {
        objects = store.list(ResultKeys.of(id), after, ObjectStore.MOST_AT_ONCE);
        for (StoredObject object : objects) {
          byte[] content = store.get(object.key(), ObjectStore.MOST_OBJECT_BYTES).orElse(null);
          if (content != null) {
            to.put(object.key(), content);
          }
          after = object.key();
        }
      } while (objects.size() == ObjectStore.MOST_AT_ONCE);
    } catch (ObjectStoreException e) {
      throw failed("read results of task " + id, e);
    }
  }

  /** Deletes all that attempts of a task stored. */
  @Override
  public void deleteAll(TaskId id) throws TaskStoreException {
    delete(id, _ -> true);
  }

  /**
   * Tasks of which anything is stored, in the order of their ids as text.
   *
   * @param after the id behind which to begin; null for the first
   * @param most 1 to {@link ObjectStore#MOST_AT_ONCE}
   */
  @Override
  public List<TaskId> stored(@Nullable TaskId after, int most) throws TaskStoreException {
    try {
      return store.folders(after == null ? null : after.text(), most).stream()
          .map(TaskId::of)
          .flatMap(Optional::stream)
          .toList();
    } catch (ObjectStoreException e) {
      throw failed("list results", e);
    }
  }

  /**
   * Tasks whose every object was stored before a moment.
   *
   * @param after the id behind which to begin; null for the first
   */
  public Some storedBefore(Instant moment, @Nullable TaskId after) throws TaskStoreException {
    List<TaskId> found = new ArrayList<>();
    String from = after == null ? null : after.text() + ResultKeys.BEHIND_FOLDER;
    TaskId previous = null;
    TaskId current = null;
    boolean old = true;
    try {
      for (int looked = 0; looked < MOST_LOOKED_AT; looked += ObjectStore.MOST_AT_ONCE) {
        List<StoredObject> objects = store.list("", from, ObjectStore.MOST_AT_ONCE);
        for (StoredObject object : objects) {
          TaskId id = TaskId.of(object.key().split("/", 2)[0]).orElse(null);
          if (id == null) {
            continue;
          }
          if (!id.equals(current)) {
            add(found, current, old);
            previous = current;
            current = id;
            old = true;
          }
          old = old && object.storedAt().isBefore(moment);
        }
        if (objects.size() < ObjectStore.MOST_AT_ONCE) {
          add(found, current, old);
          return new Some(found, null);
        }
        from = objects.getLast().key();
      }
    } catch (ObjectStoreException e) {
      throw failed("list results", e);
    }
    // The last one was not seen whole: it is looked at again, unless it alone was too much.
    return new Some(found, previous == null ? current : previous);
  }

  private static void add(List<TaskId> found, @Nullable TaskId id, boolean old) {
    if (id != null && old) {
      found.add(id);
    }
  }

  /** The index is listed before the parts: what is deleted by half is no result. */
  private void delete(TaskId id, Predicate<String> unwanted) throws TaskStoreException {
    String prefix = ResultKeys.of(id);
    try {
      String after = null;
      List<StoredObject> objects;
      do {
        objects = store.list(prefix, after, ObjectStore.MOST_AT_ONCE);
        store.delete(objects.stream().map(StoredObject::key).filter(unwanted).toList());
        after = objects.isEmpty() ? null : objects.getLast().key();
      } while (objects.size() == ObjectStore.MOST_AT_ONCE);
    } catch (ObjectStoreException e) {
      throw failed("clear away results of task " + id, e);
    }
  }

  private static TaskStoreException failed(String what, ObjectStoreException e) {
    return new TaskStoreException(what + ": " + e.getMessage(), e);
  }
}
