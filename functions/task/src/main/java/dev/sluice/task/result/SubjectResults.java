package dev.sluice.task.result;

import dev.sluice.call.Deadline;
import dev.sluice.call.subject.Subject;
import dev.sluice.call.subject.SubjectData;
import dev.sluice.call.subject.SubjectDataException;
import dev.sluice.call.subject.Subjects;
import dev.sluice.task.SubjectTasks;
import dev.sluice.task.TaskId;
import dev.sluice.task.TaskStore;
import dev.sluice.task.TaskStoreException;
import java.io.IOException;
import java.util.List;

/**
 * The results that are held on subjects: the objects of their tasks, those of abandoned attempts
 * among them. Only a task says whose they are, so they are erased before it; and what no task is
 * known of is nobody's to keep, and may be theirs, so it is erased with them. Safe for use by
 * several threads.
 */
public final class SubjectResults implements SubjectData {
  private static final int MOST_LISTED = 1_000;

  private final TaskStore tasks;
  private final StoredResults results;

  /** Over both. */
  public SubjectResults(TaskStore tasks, StoredResults results) {
    this.tasks = tasks;
    this.results = results;
  }

  @Override
  public String store() {
    return "results";
  }

  @Override
  public long count(Subjects whose, Deadline deadline) throws SubjectDataException {
    long[] count = new long[1];
    SubjectTasks.each(tasks, whose, deadline, task -> count[0] += results.count(task.id()));
    return count[0];
  }

  @Override
  public void erase(Subjects whose, Deadline deadline) throws SubjectDataException {
    SubjectTasks.each(tasks, whose, deadline, task -> results.deleteAll(task.id()));
    try {
      eraseNobodys(deadline);
    } catch (TaskStoreException e) {
      throw new SubjectDataException(String.valueOf(e.getMessage()), e);
    }
  }

  /** The objects as they are stored, under {@code results/}. */
  @Override
  public void export(Subject whose, Export export, Deadline deadline)
      throws SubjectDataException, IOException {
    SubjectTasks.each(
        tasks,
        Subjects.only(whose),
        deadline,
        task -> results.each(task.id(), (key, content) -> export.put("results/" + key, content)));
  }

  /** A record is there before the first object is. */
  private void eraseNobodys(Deadline deadline) throws TaskStoreException, SubjectDataException {
    TaskId after = null;
    List<TaskId> stored;
    do {
      stored = results.stored(after, MOST_LISTED);
      for (TaskId id : stored) {
        if (deadline.expired()) {
          throw new SubjectDataException("not all results were looked at in time", null);
        }
        if (tasks.find(id).isEmpty()) {
          results.deleteAll(id);
        }
        after = id;
      }
    } while (stored.size() == MOST_LISTED);
  }
}
