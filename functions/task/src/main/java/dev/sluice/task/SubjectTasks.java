package dev.sluice.task;

import dev.sluice.call.Deadline;
import dev.sluice.call.subject.Subject;
import dev.sluice.call.subject.SubjectData;
import dev.sluice.call.subject.SubjectDataException;
import dev.sluice.call.subject.Subjects;
import dev.sluice.task.TaskStatus.Cancelled;
import dev.sluice.task.TaskStatus.Completed;
import dev.sluice.task.TaskStatus.Ended;
import dev.sluice.task.TaskStatus.Failed;
import dev.sluice.task.TaskStore.Page;
import dev.sluice.task.TaskStore.Written;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The tasks that are held on subjects. All tasks are read to find some subject's: they are kept for
 * a day or so, and an index by a subject would be one more place that holds it. Safe for use by
 * several threads.
 */
public final class SubjectTasks implements SubjectData {
  /** Lambda's longest, and a minute: whatever worked on a task that ended before has ended too. */
  private static final Duration MAY_BE_AT_WORK = Duration.ofMinutes(16);

  private static final JsonMapper JSON = JsonMapper.shared();

  private final TaskStore store;
  private final TaskBook book;
  private final Executions executions;

  /**
   * Over the tasks.
   *
   * @param book over the same store and executions
   */
  public SubjectTasks(TaskStore store, TaskBook book, Executions executions) {
    this.store = store;
    this.book = book;
    this.executions = executions;
  }

  /** What is done with each task. */
  @FunctionalInterface
  public interface Visit {
    /** Does it. */
    void to(Task task) throws TaskStoreException, IOException;
  }

  @Override
  public String store() {
    return "tasks";
  }

  /** Cancels those that have not ended, and looks whether the executions have. */
  @Override
  public boolean settle(Subjects whose, Deadline deadline) throws SubjectDataException {
    boolean[] settled = {true};
    each(
        store,
        whose,
        deadline,
        task -> {
          Task ended = ended(task).orElse(null);
          boolean mayWork =
              ended != null && book.now().isBefore(ended.updatedAt().plus(MAY_BE_AT_WORK));
          if (mayWork && executions.isRunning(task.id())) {
            settled[0] = false;
          }
        });
    return settled[0];
  }

  @Override
  public long count(Subjects whose, Deadline deadline) throws SubjectDataException {
    long[] count = new long[1];
    each(store, whose, deadline, _ -> count[0]++);
    return count[0];
  }

  @Override
  public void erase(Subjects whose, Deadline deadline) throws SubjectDataException {
    each(
        store,
        whose,
        deadline,
        task -> {
          Task ended = ended(task).orElse(null);
          if (ended != null && store.delete(ended) == Written.CHANGED) {
            throw new TaskStoreException("task " + task.id() + " was changed meanwhile; try again");
          }
        });
  }

  /** One file, {@code tasks.json}. */
  @Override
  public void export(Subject whose, Export export, Deadline deadline)
      throws SubjectDataException, IOException {
    ArrayNode all = JSON.createArrayNode();
    each(store, Subjects.only(whose), deadline, task -> all.add(json(task)));
    export.put("tasks.json", JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(all));
  }

  /**
   * Looks at every task of some subjects.
   *
   * @throws SubjectDataException where a store is away, the visit fails, or the deadline has come
   */
  public static void each(TaskStore store, Subjects whose, Deadline deadline, Visit visit)
      throws SubjectDataException {
    String after = null;
    do {
      if (deadline.expired()) {
        throw new SubjectDataException("not all tasks were looked at in time", null);
      }
      try {
        Page page = store.all(after);
        for (Task task : page.tasks()) {
          if (whose.include(Subject.of(task.owner()).hash(), task.createdAt())) {
            visit.to(task);
          }
        }
        after = page.next();
      } catch (TaskStoreException | IOException e) {
        throw new SubjectDataException(String.valueOf(e.getMessage()), e);
      }
    } while (after != null);
  }

  /** The task at its end; cancelled where it was not. Empty where it is gone. */
  private Optional<Task> ended(Task task) throws TaskStoreException {
    if (task.status() instanceof Ended) {
      return Optional.of(task);
    }
    String[] token = {""};
    Optional<Task> ended =
        book.change(
            task.id(),
            found -> {
              token[0] = TaskEngine.tokenOf(found.status());
              return found.status() instanceof Ended
                  ? Optional.empty()
                  : Optional.of(found.becomes(new Cancelled(), book.now()));
            });
    if (!token[0].isEmpty()) {
      executions.goOn(token[0]);
    }
    return ended;
  }

  private static ObjectNode json(Task task) {
    ObjectNode json = JSON.createObjectNode();
    json.put("id", task.id().text());
    json.put("subject", task.owner().subject());
    json.put("tenant", task.owner().tenant());
    task.owner().scopes().stream().sorted().forEach(json.putArray("scopes")::add);
    json.put("tool", task.work().tool());
    json.set("arguments", task.work().arguments());
    json.put("status", task.status().getClass().getSimpleName().toLowerCase(Locale.ROOT));
    ObjectNode answers = json.putObject("answers");
    task.answers().forEach(answers::set);
    json.put("created_at", task.createdAt().toString());
    json.put("updated_at", task.updatedAt().toString());
    json.put("kept_until", task.expiresAt().toString());
    switch (task.status()) {
      case Completed(int attempt, long rows, long bytes, var result) -> {
        json.put("attempt", attempt).put("rows", rows).put("bytes", bytes);
        if (result != null) {
          json.set("result", result);
        }
      }
      case Failed failed -> json.put("message", failed.message());
      default -> {}
    }
    return json;
  }
}
