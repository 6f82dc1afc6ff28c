package dev.sluice.task.step;

import dev.sluice.call.Deadline;
import dev.sluice.task.Executions;
import dev.sluice.task.Outcome;
import dev.sluice.task.Task;
import dev.sluice.task.TaskBook;
import dev.sluice.task.TaskId;
import dev.sluice.task.TaskLimits;
import dev.sluice.task.TaskStatus;
import dev.sluice.task.TaskStatus.Asking;
import dev.sluice.task.TaskStatus.Completed;
import dev.sluice.task.TaskStatus.Ended;
import dev.sluice.task.TaskStatus.Failed;
import dev.sluice.task.TaskStatus.Running;
import dev.sluice.task.TaskStatus.Started;
import dev.sluice.task.TaskStatus.Waiting;
import dev.sluice.task.TaskStoreException;
import dev.sluice.telemetry.Event;
import dev.sluice.telemetry.Field;
import dev.sluice.telemetry.Metric;
import dev.sluice.telemetry.Telemetry;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * The steps of a task, each safe to be called again, also at the same time: whatever is called
 * twice, has one effect. Safe for use by several threads.
 *
 * <p>Each throws {@link TaskUnavailable} where the store is away: the step may be called again.
 */
public final class Steps {
  /** So often a task's work is begun at most. */
  public static final int MOST_ATTEMPTS = 5;

  /** What is kept of a step's time for storing what it came to. */
  private static final Duration RESERVE = Duration.ofSeconds(5);

  private final TaskBook book;
  private final Executions executions;
  private final Runner runner;
  private final Asker asker;
  private final Telemetry telemetry;

  /** What comes after a step. */
  public enum Next {
    /** The work. */
    RUN,
    /** The owner's answers. */
    ASK,
    /** The result's becoming the task's. */
    COMMIT,
    /** Nothing. */
    END
  }

  /**
   * What a run came to.
   *
   * @param next {@code COMMIT} or {@code END}
   * @param attempt which; 0 where it ended without one
   */
  public record Ran(Next next, int attempt) {}

  /**
   * Over the tasks.
   *
   * @param executions the book's own
   */
  public Steps(
      TaskBook book, Executions executions, Runner runner, Asker asker, Telemetry telemetry) {
    this.book = book;
    this.executions = executions;
    this.runner = runner;
    this.asker = asker;
    this.telemetry = telemetry;
  }

  /**
   * Tells an execution what it is to do. One that does not bear the task's name is not the task's,
   * and ends.
   *
   * @param execution its name or ARN
   * @throws TaskInterrupted where the task waits for its turn: no execution of it may go on
   */
  public Next claim(TaskId id, String execution) {
    Task task = find(id).orElse(null);
    if (task == null
        || task.status() instanceof Ended
        || !execution.substring(execution.lastIndexOf(':') + 1).equals(id.text())) {
      return Next.END;
    }
    if (task.status() instanceof Waiting) {
      throw withoutTurn(id);
    }
    boolean asks = !(task.status() instanceof Running) && !asker.requests(task).isEmpty();
    return asks ? Next.ASK : Next.RUN;
  }

  /**
   * Opens the next attempt, and does the work. The attempt that was opened last is the only one
   * that counts. Work that was done, but whose answer was lost, is not done again.
   *
   * @throws TaskInterrupted where another attempt was opened meanwhile, the work was interrupted,
   *     or the task waits for its turn or for answers
   * @throws TaskExhausted where there were {@value #MOST_ATTEMPTS} attempts
   */
  public Ran run(TaskId id, Deadline deadline) {
    boolean[] opened = new boolean[1];
    Task task = change(id, found -> opened(found, opened)).orElse(null);
    if (task == null || task.status() instanceof Ended) {
      return new Ran(Next.END, 0);
    }
    if (!(task.status() instanceof Running running)) {
      throw withoutTurn(id);
    }
    if (!opened[0]) {
      return new Ran(Next.COMMIT, running.attempt());
    }
    telemetry.measure(Metric.TASK_ATTEMPTS, 1);
    return work(task, running.attempt(), deadline);
  }

  private static TaskInterrupted withoutTurn(TaskId id) {
    return new TaskInterrupted("task " + id + " does not have its turn, or waits for answers");
  }

  private Optional<Task> opened(Task task, boolean[] opened) {
    opened[0] = true;
    return switch (task.status()) {
      case Started _ -> Optional.of(task.becomes(Running.attempt(1), book.now()));
      case Running running when running.outcome() == null -> {
        if (running.attempt() >= MOST_ATTEMPTS) {
          throw new TaskExhausted(
              "task " + task.id() + " has had its " + MOST_ATTEMPTS + " attempts");
        }
        yield Optional.of(task.becomes(Running.attempt(running.attempt() + 1), book.now()));
      }
      case Running _, Waiting _, Asking _, Ended _ -> {
        opened[0] = false;
        yield Optional.empty();
      }
    };
  }

  private Ran work(Task task, int attempt, Deadline deadline) {
    RunContext context = new Attempt(book, task.id(), attempt, deadline.reserving(RESERVE));
    TaskStatus next;
    try {
      next = running(attempt, runner.run(task, attempt, context));
    } catch (WorkFailedException e) {
      next = new Failed(e.code(), String.valueOf(e.getMessage()));
    } catch (TaskInterrupted e) {
      if (find(task.id()).filter(found -> !(found.status() instanceof Ended)).isEmpty()) {
        return new Ran(Next.END, 0);
      }
      throw e;
    }
    return store(task.id(), attempt, next);
  }

  private static TaskStatus running(int attempt, Outcome outcome) {
    JsonNode result = outcome.result();
    if (result != null && Outcome.ofResult(result).bytes() > TaskLimits.MOST_RESULT_BYTES) {
      return new Failed(
          INTERNAL_ERROR,
          "the result takes "
              + Outcome.ofResult(result).bytes()
              + " bytes, and a task's own may take "
              + TaskLimits.MOST_RESULT_BYTES
              + "; ask for less");
    }
    return new Running(attempt, outcome.rows(), outcome);
  }

  private static final int INTERNAL_ERROR = -32603;

  private Ran store(TaskId id, int attempt, TaskStatus next) {
    Task task =
        change(
                id,
                found ->
                    found.status() instanceof Running running
                            && running.attempt() == attempt
                            && running.outcome() == null
                        ? Optional.of(found.becomes(next, book.now()))
                        : Optional.empty())
            .orElse(null);
    if (task == null || task.status() instanceof Ended) {
      return new Ran(Next.END, 0);
    }
    if (task.status() instanceof Running running && running.attempt() == attempt) {
      return new Ran(Next.COMMIT, attempt);
    }
    throw new TaskInterrupted("another attempt at task " + id + " was opened");
  }

  /**
   * Makes what an attempt came to the task's result.
   *
   * @return {@code END}, also where the task has ended otherwise, or another attempt counts
   * @throws TaskInterrupted where the attempt has come to nothing yet
   */
  public Next commit(TaskId id, int attempt) {
    Task task =
        change(
                id,
                found ->
                    found.status() instanceof Running running
                            && running.attempt() == attempt
                            && running.outcome() != null
                        ? Optional.of(
                            found.becomes(Completed.of(attempt, running.outcome()), book.now()))
                        : Optional.empty())
            .orElse(null);
    if (task != null && !(task.status() instanceof Ended)) {
      throw new TaskInterrupted(
          "attempt " + attempt + " at task " + id + " is not the last, or has come to nothing yet");
    }
    return Next.END;
  }

  /**
   * Asks the owner what the task needs to know. Where there is nothing to ask, or the task has
   * ended, the execution goes on at once.
   *
   * @param token that the execution waits for; a later one takes the place of an earlier one
   */
  public void ask(TaskId id, String token) {
    Task task =
        change(
                id,
                found -> {
                  Map<String, JsonNode> requests = asker.requests(found);
                  return switch (found.status()) {
                    case Started _ when !requests.isEmpty() ->
                        Optional.of(
                            found.becomes(new Asking(requests, Map.of(), token), book.now()));
                    case Asking asking when !asking.token().equals(token) ->
                        Optional.of(
                            found.becomes(
                                new Asking(asking.requests(), asking.answers(), token),
                                book.now()));
                    default -> Optional.empty();
                  };
                })
            .orElse(null);
    if (task == null || !(task.status() instanceof Asking)) {
      try {
        executions.goOn(token);
      } catch (TaskStoreException e) {
        throw new TaskUnavailable("the execution was not told to go on", e);
      }
    }
  }

  /**
   * Ends a task that came to nothing. What went wrong is for the operator's log; its owner is told
   * what it means to them.
   *
   * @param error as the state machine names it
   * @param cause as the state machine has it
   */
  public void fail(TaskId id, String error, String cause) {
    boolean[] failed = new boolean[1];
    Optional<Task> _ =
        change(
            id,
            found -> {
              failed[0] = !(found.status() instanceof Ended);
              return failed[0]
                  ? Optional.of(
                      found.becomes(
                          new Failed(INTERNAL_ERROR, Failures.message(error, id)), book.now()))
                  : Optional.empty();
            });
    if (failed[0]) {
      // Not the cause: it holds the message of what was thrown, which may quote a value.
      telemetry.log(Event.TASK_FAILED, Map.of(Field.TASK, id.text(), Field.CAUSE, error));
    }
  }

  private Optional<Task> find(TaskId id) {
    try {
      return book.find(id);
    } catch (TaskStoreException e) {
      throw new TaskUnavailable("the store of tasks is away", e);
    }
  }

  private Optional<Task> change(TaskId id, Function<Task, Optional<Task>> next) {
    try {
      return book.change(id, next);
    } catch (TaskStoreException e) {
      throw new TaskUnavailable("the store of tasks is away", e);
    }
  }
}
