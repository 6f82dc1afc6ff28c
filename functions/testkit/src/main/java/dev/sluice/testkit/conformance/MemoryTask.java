package dev.sluice.testkit.conformance;

import dev.sluice.call.Call;
import dev.sluice.protocol.wire.InputRequest;
import dev.sluice.protocol.wire.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A task that its caller may watch and nobody else.
 *
 * @param owner the subject of the caller who started it
 * @param created when that was
 * @param changed when it was last answered or cancelled, or else created
 * @param work what it does, and what it comes to
 * @param open what it still asks
 * @param isCancelled whether it was told to end before it had
 */
record MemoryTask(
    String id,
    String owner,
    Instant created,
    Instant changed,
    FixtureWork work,
    Map<String, InputRequest> open,
    boolean isCancelled) {
  private static final long POLL_INTERVAL_MILLIS = 100;

  MemoryTask {
    open = Map.copyOf(open);
  }

  boolean isOf(Call call) {
    return owner.equals(call.principal().subject());
  }

  /** The task with fewer questions open; one that has ended stays as it is. */
  MemoryTask answered(Collection<String> keys, Instant now) {
    Map<String, InputRequest> left = new TreeMap<>(open);
    boolean changes = left.keySet().removeAll(keys);
    return isCancelled || !changes
        ? this
        : new MemoryTask(id, owner, created, now, work, left, false);
  }

  /** The task, cancelled; one that has ended stays as it is. */
  MemoryTask cancelled(Instant now) {
    return isCancelled || isDone(now)
        ? this
        : new MemoryTask(id, owner, created, now, work, open, true);
  }

  /** The task as its caller sees it. */
  TaskState at(Instant now, Duration ttl) {
    if (isCancelled) {
      return state("cancelled", changed, ttl, null, null);
    }
    if (!open.isEmpty()) {
      return state("input_required", changed, ttl, open, null);
    }
    return isDone(now)
        ? state(work.ending().status(), changed.plus(work.duration()), ttl, null, work.ending())
        : state("working", changed, ttl, null, null);
  }

  private boolean isDone(Instant now) {
    return open.isEmpty() && !now.isBefore(changed.plus(work.duration()));
  }

  private TaskState state(
      String status,
      Instant updated,
      Duration ttl,
      @Nullable Map<String, InputRequest> questions,
      @Nullable TaskEnding ended) {
    return new TaskState(
        id,
        status,
        null,
        created.toString(),
        updated.toString(),
        ttl.toMillis(),
        POLL_INTERVAL_MILLIS,
        questions,
        ended == null ? null : ended.result(),
        ended == null ? null : ended.error());
  }
}
