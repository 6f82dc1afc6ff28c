package dev.sluice.task;

import dev.sluice.task.TaskStatus.Ended;
import dev.sluice.task.TaskStatus.Started;
import dev.sluice.task.TaskStatus.Waiting;
import dev.sluice.task.TaskStore.Listed;
import dev.sluice.task.TaskStore.Written;
import dev.sluice.telemetry.Event;
import dev.sluice.telemetry.Fault;
import dev.sluice.telemetry.Field;
import dev.sluice.telemetry.Metric;
import dev.sluice.telemetry.Telemetry;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * How tasks change, whoever changes them: looked at again where another was faster, started where
 * there is a turn, and the next one started where one ends. Safe for use by several threads, as far
 * as its parts are.
 */
public final class TaskBook {
  /** So often a change is tried: each time it fails, another has changed the same task. */
  private static final int MOST_LOOKS = 20;

  /**
   * So many waiting ones are looked at to start the next: those of full tenants are passed over.
   */
  private static final int MOST_LISTED = 200;

  private static final int MOST_PAUSE_MILLIS = 20;

  private final TaskStore store;
  private final Executions executions;
  private final InstantSource clock;
  private final Telemetry telemetry;

  /** Over a store and what runs. */
  public TaskBook(
      TaskStore store, Executions executions, InstantSource clock, Telemetry telemetry) {
    this.store = store;
    this.executions = executions;
    this.clock = clock;
    this.telemetry = telemetry;
  }

  /** A task as it stands. */
  public Optional<Task> find(TaskId id) throws TaskStoreException {
    return store.find(id);
  }

  /** The time now, as exact as it is stored: to the millisecond. */
  public Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /**
   * Changes a task, as often looked at as others change it meanwhile. Where it ends by that, and
   * had its turn, the next one is started.
   *
   * @param next the task after the change, or empty to leave it as it is; asked again for each look
   * @return the task as it stands afterwards; empty where there is none
   */
  public Optional<Task> change(TaskId id, Function<Task, Optional<Task>> next)
      throws TaskStoreException {
    for (int look = 0; look < MOST_LOOKS; look++) {
      Task before = store.find(id).orElse(null);
      if (before == null) {
        return Optional.empty();
      }
      Task after = next.apply(before).orElse(null);
      if (after == null) {
        return Optional.of(before);
      }
      if (store.change(before, after) == Written.DONE) {
        changed(before, after);
        return Optional.of(after);
      }
      pause(look);
    }
    throw new TaskStoreException(
        "task " + id + " was changed by others each of " + MOST_LOOKS + " times; try again");
  }

  /**
   * Gives a task that waits its turn, where there is one, and starts its execution. An execution
   * that does not start is left to the sweeper.
   *
   * @param started the same, started
   */
  Written takeTurn(Task waiting, Task started) throws TaskStoreException {
    Written written = store.change(waiting, started);
    if (written == Written.DONE) {
      try {
        executions.start(started.id());
        telemetry.measure(Metric.TASKS_STARTED, 1);
      } catch (TaskStoreException e) {
        leftToSweeper("its execution was not started", started.id(), e);
      }
    }
    return written;
  }

  /**
   * Starts those that wait, oldest first, while there are turns.
   *
   * @param most how many at most
   * @return how many
   */
  int startNext(int most) throws TaskStoreException {
    List<Listed> waiting = store.waiting(MOST_LISTED);
    Set<String> full = new HashSet<>();
    int started = 0;
    for (Listed listed : waiting) {
      if (started == most) {
        break;
      }
      if (full.contains(listed.tenant())) {
        continue;
      }
      Task task = store.find(listed.id()).orElse(null);
      if (task == null || !(task.status() instanceof Waiting) || task.isExpired(now())) {
        continue;
      }
      switch (takeTurn(task, task.becomes(new Started(), now()))) {
        case DONE -> started++;
        case CHANGED -> {}
        case TENANT_FULL -> full.add(listed.tenant());
        case ALL_FULL -> {
          return started;
        }
      }
    }
    return started;
  }

  private void changed(Task before, Task after) {
    switch (after.status()) {
      case TaskStatus.Completed _ -> telemetry.measure(Metric.TASKS_COMPLETED, 1);
      case TaskStatus.Failed _ -> telemetry.measure(Metric.TASKS_FAILED, 1);
      case TaskStatus.Cancelled _ -> telemetry.measure(Metric.TASKS_CANCELLED, 1);
      default -> {}
    }
    if (before.status().hasTurn() && after.status() instanceof Ended) {
      try {
        startNext(1);
      } catch (TaskStoreException e) {
        leftToSweeper("the next one was not started", after.id(), e);
      }
    }
  }

  /** Notes what the sweeper will have to do. */
  void leftToSweeper(String what, TaskId id, TaskStoreException why) {
    telemetry.log(
        Event.TASK_LEFT_TO_SWEEPER,
        Map.of(Field.TASK, id.text(), Field.CAUSE, what + ": " + Fault.of(why)));
  }

  private static void pause(int look) throws TaskStoreException {
    try {
      // Made now: two environments restored from one snapshot must not go on in step.
      Thread.sleep(new SecureRandom().nextInt(MOST_PAUSE_MILLIS * Math.min(look + 1, 5)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TaskStoreException("interrupted while others changed the task", e);
    }
  }
}
