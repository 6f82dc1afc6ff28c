package dev.sluice.testkit.conformance;

import dev.sluice.call.Call;
import dev.sluice.protocol.feature.Tasks;
import dev.sluice.protocol.wire.InputRequest;
import dev.sluice.protocol.wire.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tasks that do nothing: the clock alone says how far each is, so none needs a thread. Safe for use
 * by several threads.
 */
final class MemoryTasks implements Tasks {
  private static final Duration TTL = Duration.ofHours(1);

  private final InstantSource clock;
  private final Map<String, MemoryTask> tasks = new ConcurrentHashMap<>();

  MemoryTasks(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Stores a task of the caller's.
   *
   * @param work what it takes once nothing is open
   * @param questions what it asks first; none for none
   */
  TaskState start(
      Duration work, TaskEnding ending, Map<String, InputRequest> questions, Call call) {
    Instant now = clock.instant();
    tasks.values().removeIf(task -> task.created().plus(TTL).isBefore(now));
    MemoryTask task =
        new MemoryTask(
            UUID.randomUUID().toString(),
            call.principal().subject(),
            now,
            now,
            work,
            ending,
            questions,
            false);
    tasks.put(task.id(), task);
    return task.at(now, TTL);
  }

  @Override
  public Optional<TaskState> get(String id, Call call) {
    return Optional.ofNullable(tasks.get(id))
        .filter(task -> task.isOf(call))
        .map(task -> task.at(clock.instant(), TTL));
  }

  @Override
  public boolean update(String id, ObjectNode inputResponses, Call call) {
    return change(id, call, task -> task.answered(inputResponses.propertyNames(), clock.instant()));
  }

  @Override
  public boolean cancel(String id, Call call) {
    return change(id, call, task -> task.cancelled(clock.instant()));
  }

  private boolean change(String id, Call call, UnaryOperator<MemoryTask> change) {
    MemoryTask changed =
        tasks.computeIfPresent(id, (_, task) -> task.isOf(call) ? change.apply(task) : task);
    return changed != null && changed.isOf(call);
  }
}
