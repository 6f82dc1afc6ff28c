package dev.sluice.task;

import dev.sluice.call.Principal;
import java.time.Instant;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A task, as it is stored.
 *
 * @param owner who called the tool: all that the work reads, it reads as this principal
 * @param answers what its owner answered, by key; empty where nothing was asked
 * @param expiresAt when record and result may be deleted
 * @param version one more with every change
 */
public record Task(
    TaskId id,
    Principal owner,
    Work work,
    TaskStatus status,
    Map<String, JsonNode> answers,
    Instant createdAt,
    Instant updatedAt,
    Instant expiresAt,
    long version) {

  /** Copies the map. */
  public Task {
    answers = Map.copyOf(answers);
  }

  /** A task that nobody has stored yet. */
  public static Task waiting(
      TaskId id, Principal owner, Work work, Instant now, Instant expiresAt) {
    return new Task(id, owner, work, new TaskStatus.Waiting(), Map.of(), now, now, expiresAt, 1);
  }

  /**
   * The same, a change later.
   *
   * @throws IllegalStateException when it may not become that
   */
  public Task becomes(TaskStatus next, Instant now) {
    return becomes(next, answers, now);
  }

  /**
   * The same, a change later, with other answers.
   *
   * @throws IllegalStateException when it may not become that
   */
  public Task becomes(TaskStatus next, Map<String, JsonNode> answers, Instant now) {
    if (!status.mayBecome(next)) {
      throw new IllegalStateException(
          "task " + id + ", which is " + nameOf(status) + ", cannot become " + nameOf(next));
    }
    return new Task(id, owner, work, next, answers, createdAt, now, expiresAt, version + 1);
  }

  /**
   * Whether a caller is its owner: the same subject of the same tenant, who may still do all that
   * the work could. A token that lifts fewer masks does not see what another has lifted.
   */
  public boolean isOf(Principal caller) {
    return owner.subject().equals(caller.subject())
        && owner.tenant().equals(caller.tenant())
        && caller.holds(owner.scopes())
        && (caller.unrestricted() || !owner.unrestricted());
  }

  /** Whether its time is over. */
  public boolean isExpired(Instant now) {
    return !now.isBefore(expiresAt);
  }

  /** What a status holds may be a caller's data, and has no place in a message. */
  private static String nameOf(TaskStatus status) {
    return status.getClass().getSimpleName();
  }
}
