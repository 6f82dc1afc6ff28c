package dev.sluice.task;

import dev.sluice.task.TaskStatus.Ended;
import dev.sluice.task.TaskStatus.Waiting;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Tasks in memory, of which it tells how many there are. Safe for use by several threads. */
public final class MemoryTaskStore implements TaskStore {
  private final TaskLimits limits;

  /** In the order they came: of the same age, the first is first. */
  private final Map<TaskId, Task> tasks = new LinkedHashMap<>();

  private final Map<TaskId, Integer> ends = new HashMap<>();

  public MemoryTaskStore(TaskLimits limits) {
    this.limits = limits;
  }

  @Override
  public synchronized Written create(Task task) {
    if (!(task.status() instanceof Waiting)) {
      throw new IllegalArgumentException("a new task waits");
    }
    if (tasks.containsKey(task.id())) {
      return Written.CHANGED;
    }
    if (count(of(task).and(MemoryTaskStore::waits)) >= limits.mostWaitingPerTenant()) {
      return Written.TENANT_FULL;
    }
    tasks.put(task.id(), task);
    return Written.DONE;
  }

  @Override
  public synchronized Optional<Task> find(TaskId id) {
    return Optional.ofNullable(tasks.get(id));
  }

  @Override
  public synchronized Written change(Task before, Task after) {
    if (!before.id().equals(after.id()) || after.version() != before.version() + 1) {
      throw new IllegalArgumentException("a change is of the same task, and one version on");
    }
    Task stored = tasks.get(before.id());
    if (stored == null || stored.version() != before.version()) {
      return Written.CHANGED;
    }
    if (after.status().hasTurn() && !stored.status().hasTurn()) {
      if (count(of(after).and(task -> task.status().hasTurn())) >= limits.mostTurnsPerTenant()) {
        return Written.TENANT_FULL;
      }
      if (turns() >= limits.mostTurnsInAll()) {
        return Written.ALL_FULL;
      }
    }
    if (after.status() instanceof Ended) {
      ends.merge(after.id(), 1, Integer::sum);
    }
    tasks.put(after.id(), after);
    return Written.DONE;
  }

  @Override
  public synchronized List<Listed> waiting(int most) {
    return listed(MemoryTaskStore::waits, Task::createdAt, most);
  }

  @Override
  public synchronized List<Listed> silent(Instant since, int most) {
    return listed(
        task -> task.status().hasTurn() && !task.updatedAt().isAfter(since), Task::updatedAt, most);
  }

  /** Two at a time, so that there are pages. */
  @Override
  public synchronized Page all(@Nullable String after) {
    List<Task> some =
        tasks.values().stream()
            .sorted(Comparator.comparing(task -> task.id().text()))
            .filter(task -> after == null || task.id().text().compareTo(after) > 0)
            .limit(2)
            .toList();
    return new Page(some, some.size() < 2 ? null : some.getLast().id().text());
  }

  @Override
  public synchronized Written delete(Task ended) {
    if (!(ended.status() instanceof Ended)) {
      throw new IllegalArgumentException("only a task that has ended is deleted");
    }
    Task stored = tasks.get(ended.id());
    if (stored != null && stored.version() != ended.version()) {
      return Written.CHANGED;
    }
    tasks.remove(ended.id());
    return Written.DONE;
  }

  /** How many have their turn. */
  public synchronized int turns() {
    return count(task -> task.status().hasTurn());
  }

  /** How often a task ended. */
  public synchronized int ends(TaskId id) {
    return ends.getOrDefault(id, 0);
  }

  /** All there are. */
  public synchronized List<Task> all() {
    return List.copyOf(tasks.values());
  }

  /** Forgets a task, as DynamoDB's TTL does. */
  public synchronized void delete(TaskId id) {
    tasks.remove(id);
  }

  private List<Listed> listed(Predicate<Task> which, Function<Task, Instant> since, int most) {
    return tasks.values().stream()
        .filter(which)
        .sorted(Comparator.comparing(since))
        .limit(most)
        .map(task -> new Listed(task.id(), task.owner().tenant(), since.apply(task)))
        .toList();
  }

  private int count(Predicate<Task> which) {
    return (int) tasks.values().stream().filter(which).count();
  }

  private static Predicate<Task> of(Task like) {
    return task -> task.owner().tenant().equals(like.owner().tenant());
  }

  private static boolean waits(Task task) {
    return task.status() instanceof Waiting;
  }
}
