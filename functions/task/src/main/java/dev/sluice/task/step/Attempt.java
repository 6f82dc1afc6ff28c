package dev.sluice.task.step;

import dev.sluice.call.Deadline;
import dev.sluice.task.Task;
import dev.sluice.task.TaskBook;
import dev.sluice.task.TaskId;
import dev.sluice.task.TaskStatus.Running;
import dev.sluice.task.TaskStoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** An attempt, which looks at its record and writes to it, once a second at most. */
final class Attempt implements RunContext {
  private static final Duration EVERY = Duration.ofSeconds(1);

  private final TaskBook book;
  private final TaskId id;
  private final int number;
  private final Deadline deadline;
  private boolean wanted = true;
  private Instant lookedAt;
  private Instant toldAt;

  Attempt(TaskBook book, TaskId id, int number, Deadline deadline) {
    this.book = book;
    this.id = id;
    this.number = number;
    this.deadline = deadline;
    this.lookedAt = book.now();
    this.toldAt = lookedAt;
  }

  @Override
  public Deadline deadline() {
    return deadline;
  }

  @Override
  public synchronized boolean isStillWanted() {
    Instant now = book.now();
    if (wanted && isOver(lookedAt, now)) {
      lookedAt = now;
      try {
        wanted = book.find(id).filter(this::isOurs).isPresent();
      } catch (TaskStoreException _) {
        // It was wanted a second ago; whether it is to count is judged when its outcome is stored.
      }
    }
    return wanted;
  }

  @Override
  public synchronized void progress(long rows) {
    Instant now = book.now();
    if (!wanted || !isOver(toldAt, now)) {
      return;
    }
    toldAt = now;
    lookedAt = now;
    try {
      wanted =
          book.change(
                  id,
                  task ->
                      isOurs(task)
                          ? Optional.of(task.becomes(new Running(number, rows, null), now))
                          : Optional.empty())
              .filter(this::isOurs)
              .isPresent();
    } catch (TaskStoreException _) {
      // Progress is told for people: the next second tells it again.
    }
  }

  /** A wall clock that was set back must not make it longer. */
  private static boolean isOver(Instant last, Instant now) {
    return !now.isBefore(last.plus(EVERY)) || now.isBefore(last);
  }

  private boolean isOurs(Task task) {
    return task.status() instanceof Running running
        && running.attempt() == number
        && running.outcome() == null;
  }
}
