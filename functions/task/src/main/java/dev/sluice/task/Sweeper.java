package dev.sluice.task;

import dev.sluice.call.Deadline;
import dev.sluice.task.TaskStatus.Completed;
import dev.sluice.task.TaskStatus.Ended;
import dev.sluice.task.TaskStatus.Failed;
import dev.sluice.task.TaskStatus.Running;
import dev.sluice.task.TaskStatus.Started;
import dev.sluice.task.TaskStatus.Waiting;
import dev.sluice.task.TaskStore.Listed;
import dev.sluice.telemetry.Event;
import dev.sluice.telemetry.Fault;
import dev.sluice.telemetry.Field;
import dev.sluice.telemetry.Metric;
import dev.sluice.telemetry.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts right what was left half done: called once a minute or so, it starts what was stored and
 * never started, ends what runs no more, and deletes results that nobody refers to. Two that sweep
 * at once do no harm. It keeps nothing between calls.
 */
public final class Sweeper {
  /** What has not changed for so long is looked at. */
  static final Duration SILENT = Duration.ofMinutes(1);

  /** All there can be: one that runs in silence would hide those behind it for ever. */
  private static final int MOST_SILENT = TaskLimits.MOST_TURNS;

  /** So many are started in one sweep, and so many of the waiting ended. */
  private static final int MOST_STARTED = 50;

  /** So many tasks' stored results are looked at in one sweep. */
  private static final int MOST_CLEANED = 200;

  private static final int INTERNAL_ERROR = -32603;

  private final TaskStore store;
  private final TaskBook book;
  private final Executions executions;
  private final ResultCleaner cleaner;
  private final Telemetry telemetry;

  /**
   * What a sweep did.
   *
   * @param started waiting ones that got their turn
   * @param setGoing those that had their turn, and whose execution was started or told again
   * @param ended those that were ended: their execution had, or their time was over
   * @param cleaned whose results were deleted, or all but the one that counts
   * @param failures what could not be done: the next sweep will
   * @param oldestWaiting for how long the first in line has waited; zero where none waits
   */
  public record Swept(
      int started, int setGoing, int ended, int cleaned, int failures, Duration oldestWaiting) {}

  /** Over the tasks; the book is over the same store and executions. */
  public Sweeper(
      TaskStore store,
      TaskBook book,
      Executions executions,
      ResultCleaner cleaner,
      Telemetry telemetry) {
    this.store = store;
    this.book = book;
    this.executions = executions;
    this.cleaner = cleaner;
    this.telemetry = telemetry;
  }

  /** Sweeps once, and stops in between where the deadline has come. */
  public Swept sweep(Deadline deadline) {
    return new Sweep(deadline).all();
  }

  /** One sweep, by one thread. */
  private final class Sweep {
    private final Deadline deadline;
    private int started;
    private int setGoing;
    private int ended;
    private int cleaned;
    private int failures;
    private Duration oldestWaiting = Duration.ZERO;

    Sweep(Deadline deadline) {
      this.deadline = deadline;
    }

    Swept all() {
      // What has lost its turn gives it back first, so that those who wait can have it.
      attempt("the silent were not listed", this::silent);
      attempt("the waiting were not started", this::waiting);
      attempt("results were not cleared away", this::clean);
      telemetry.measure(Metric.TASKS_SWEPT, started + setGoing + ended);
      return new Swept(started, setGoing, ended, cleaned, failures, oldestWaiting);
    }

    private void silent() throws TaskStoreException {
      for (Listed listed : store.silent(book.now().minus(SILENT), MOST_SILENT)) {
        attempt("task " + listed.id() + " was not looked at", () -> silent(listed.id()));
      }
    }

    private void silent(TaskId id) throws TaskStoreException {
      Task task = store.find(id).orElse(null);
      if (task == null || !task.status().hasTurn()) {
        return;
      }
      if (task.isExpired(book.now())) {
        end(task, "its time was over before it had a result");
      } else if (executions.hasEnded(id)) {
        end(task, "its execution ended without a result");
      } else {
        // Where it runs, this does nothing; where it never did, or was lost, it begins (again).
        executions.start(id);
        if (task.status() instanceof Started(String token) && token != null) {
          executions.goOn(token);
        }
        setGoing++;
      }
    }

    /** What has an outcome has come to that, though nobody said so. */
    private void end(Task seen, String why) throws TaskStoreException {
      Optional<Task> after =
          book.change(
              seen.id(),
              task ->
                  task.version() == seen.version()
                      ? Optional.of(task.becomes(endOf(task, why), book.now()))
                      : Optional.empty());
      if (after.isPresent() && after.get().status() instanceof Ended end) {
        ended++;
        if (end instanceof Failed) {
          telemetry.log(Event.TASK_FAILED, Map.of(Field.TASK, seen.id().text(), Field.CAUSE, why));
        }
      }
    }

    private static Ended endOf(Task task, String why) {
      if (task.status() instanceof Running running && running.outcome() != null) {
        return Completed.of(running.attempt(), running.outcome());
      }
      return new Failed(
          INTERNAL_ERROR, "the task was given up: " + why + "; start it again (" + task.id() + ")");
    }

    private void waiting() throws TaskStoreException {
      Instant now = book.now();
      for (Listed first : store.waiting(MOST_STARTED)) {
        Task task = store.find(first.id()).orElse(null);
        if (task == null || !(task.status() instanceof Waiting)) {
          continue;
        }
        if (!task.isExpired(now)) {
          break; // All have the same time, so those behind it are not expired either.
        }
        end(task, "its time was over before it had its turn");
      }
      started = book.startNext(MOST_STARTED);
      oldestWaiting = oldest();
      telemetry.measure(Metric.TASK_OLDEST_WAITING, (double) oldestWaiting.toMillis());
    }

    private Duration oldest() throws TaskStoreException {
      for (Listed first : store.waiting(MOST_STARTED)) {
        // The list may be behind.
        Task task = store.find(first.id()).orElse(null);
        if (task != null && task.status() instanceof Waiting) {
          return Duration.between(task.createdAt(), book.now());
        }
      }
      return Duration.ZERO;
    }

    /** Begins somewhere: a sweep that cannot look at all of them looks at others next time. */
    private void clean() throws TaskStoreException {
      TaskId from = TaskId.random();
      List<TaskId> stored = cleaner.stored(from, MOST_CLEANED);
      clean(stored, null);
      if (stored.size() < MOST_CLEANED) {
        clean(cleaner.stored(null, MOST_CLEANED - stored.size()), from);
      }
    }

    private void clean(List<TaskId> stored, @Nullable TaskId until) {
      for (TaskId id : stored) {
        if (until != null && id.text().compareTo(until.text()) > 0) {
          return;
        }
        attempt("the results of task " + id + " were not cleared away", () -> clean(id));
      }
    }

    private void clean(TaskId id) throws TaskStoreException {
      Task task = store.find(id).orElse(null);
      if (task == null) {
        cleaner.deleteAll(id);
      } else {
        switch (task.status()) {
          case Completed completed -> cleaner.keepOnly(id, completed.attempt());
          case Ended _ -> cleaner.deleteAll(id);
          default -> {
            return;
          }
        }
      }
      cleaned++;
    }

    /** One that fails must not keep the others from being looked at. */
    private void attempt(String what, Work work) {
      if (deadline.expired()) {
        return;
      }
      try {
        work.run();
      } catch (TaskStoreException e) {
        failures++;
        telemetry.log(Event.TASK_LEFT_TO_SWEEPER, Map.of(Field.CAUSE, what + ": " + Fault.of(e)));
      }
    }
  }

  private interface Work {
    void run() throws TaskStoreException;
  }
}
