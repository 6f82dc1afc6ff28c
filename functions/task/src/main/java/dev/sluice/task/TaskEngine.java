package dev.sluice.task;

import dev.sluice.call.Call;
import dev.sluice.task.TaskStatus.Asking;
import dev.sluice.task.TaskStatus.Cancelled;
import dev.sluice.task.TaskStatus.Ended;
import dev.sluice.task.TaskStatus.Started;
import dev.sluice.task.TaskStore.Written;
import dev.sluice.telemetry.CallScope;
import dev.sluice.telemetry.OpenSpan;
import dev.sluice.telemetry.Span;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What callers do with tasks: start, look, answer, cancel. A caller's own only: another's task, one
 * that never was and one whose time is over look the same. Safe for use by several threads.
 */
public final class TaskEngine {
  private final TaskStore store;
  private final TaskBook book;
  private final Executions executions;
  private final TaskLimits limits;

  /**
   * Over a store and what runs.
   *
   * @param book over the same store and executions
   * @param limits of which the store keeps those of turns and of waiting
   */
  public TaskEngine(TaskStore store, TaskBook book, Executions executions, TaskLimits limits) {
    this.store = store;
    this.book = book;
    this.executions = executions;
    this.limits = limits;
  }

  /**
   * Starts a task. It is stored before anything runs, so that whoever was told its id finds it; it
   * runs at once where there is a turn, and waits for one else.
   *
   * @return the task as it stands: started, or waiting
   * @throws TaskRefusedException where its arguments are too large, or too many of its tenant wait
   * @throws TaskStoreException where it was not stored, as far as is known
   */
  public Task start(Work work, Call call) throws TaskRefusedException, TaskStoreException {
    refuseAbove(
        TaskLimits.MOST_ARGUMENTS_BYTES, TaskLimits.bytesOf(work.arguments()), "its arguments");
    Instant now = book.now();
    try (OpenSpan _ = CallScope.open(Span.TASK_START)) {
      return start(work, now, call);
    }
  }

  private Task start(Work work, Instant now, Call call)
      throws TaskRefusedException, TaskStoreException {
    Task task = Task.waiting(TaskId.random(), call.principal(), work, now, now.plus(limits.ttl()));
    if (store.create(task) != Written.DONE) {
      throw new TaskRefusedException(
          "no task was started: "
              + limits.mostWaitingPerTenant()
              + " of yours wait for their turn already; wait for one to end, or cancel one");
    }
    Task started = task.becomes(new Started(), now);
    try {
      return book.takeTurn(task, started) == Written.DONE ? started : task;
    } catch (TaskStoreException e) {
      book.leftToSweeper("it did not get its turn", task.id(), e);
      return task;
    }
  }

  /** A task as it stands; empty when the caller has none of that id. */
  public Optional<Task> find(TaskId id, Call call) throws TaskStoreException {
    return store.find(id).filter(task -> isShown(task, call));
  }

  /**
   * Gives a task what it asked for. What it did not ask for, and what it was answered before, is
   * passed over; once all is answered, it goes on.
   *
   * @return the task as it stands; empty when the caller has none of that id
   * @throws TaskRefusedException where the answers are too large
   */
  public Optional<Task> answer(TaskId id, Map<String, JsonNode> answers, Call call)
      throws TaskRefusedException, TaskStoreException {
    long bytes = bytesOf(answers);
    Task seen = find(id, call).orElse(null);
    if (seen != null && seen.status() instanceof Asking asking) {
      bytes += bytesOf(asking.answers()) + bytesOf(seen.answers());
    }
    refuseAbove(TaskLimits.MOST_ANSWERS_BYTES, bytes, "the answers");
    Optional<Task> task =
        book.change(id, found -> isShown(found, call) ? answered(found, answers) : Optional.empty())
            .filter(found -> isShown(found, call));
    if (task.isPresent() && task.get().status() instanceof Started(String token) && token != null) {
      goOn(id, token);
    }
    return task;
  }

  /**
   * Tells a task to end; one that has ended stays as it is.
   *
   * @return the task as it stands; empty when the caller has none of that id
   */
  public Optional<Task> cancel(TaskId id, Call call) throws TaskStoreException {
    String[] token = new String[1];
    Optional<Task> task =
        book.change(
                id,
                found -> {
                  token[0] = tokenOf(found.status());
                  return isShown(found, call) && !(found.status() instanceof Ended)
                      ? Optional.of(found.becomes(new Cancelled(), book.now()))
                      : Optional.empty();
                })
            .filter(found -> isShown(found, call));
    if (task.isPresent() && !token[0].isEmpty()) {
      goOn(id, token[0]);
    }
    return task;
  }

  private Optional<Task> answered(Task task, Map<String, JsonNode> answers) {
    if (!(task.status() instanceof Asking asking)) {
      return Optional.empty();
    }
    Map<String, JsonNode> all = new HashMap<>(asking.answers());
    answers.forEach(
        (key, value) -> {
          if (asking.requests().containsKey(key)) {
            all.putIfAbsent(key, value);
          }
        });
    if (all.equals(asking.answers())) {
      return Optional.empty();
    }
    if (!all.keySet().containsAll(asking.requests().keySet())) {
      return Optional.of(
          task.becomes(new Asking(asking.requests(), all, asking.token()), book.now()));
    }
    all.putAll(task.answers());
    return Optional.of(task.becomes(new Started(asking.token()), all, book.now()));
  }

  /**
   * What was not told is told by the sweeper: the token is in the record, unless it was cancelled;
   * then its execution ends by its own timeout.
   */
  private void goOn(TaskId id, String token) {
    try {
      executions.goOn(token);
    } catch (TaskStoreException e) {
      book.leftToSweeper("its execution was not told to go on", id, e);
    }
  }

  /** The token that an execution may wait for; empty for none. */
  static String tokenOf(TaskStatus status) {
    return switch (status) {
      case Asking asking -> asking.token();
      case Started(String token) when token != null -> token;
      default -> "";
    };
  }

  private static long bytesOf(Map<String, JsonNode> answers) {
    return answers.values().stream().mapToLong(TaskLimits::bytesOf).sum();
  }

  private boolean isShown(Task task, Call call) {
    return task.isOf(call.principal()) && !task.isExpired(book.now());
  }

  private static void refuseAbove(int most, long bytes, String what) throws TaskRefusedException {
    if (bytes > most) {
      throw new TaskRefusedException(
          what + " take " + bytes + " bytes of JSON, and a task may have " + most + "; send less");
    }
  }
}
