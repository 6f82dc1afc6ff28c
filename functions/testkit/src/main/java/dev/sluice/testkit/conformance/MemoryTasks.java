package dev.sluice.testkit.conformance;

import dev.sluice.call.Call;
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
public final class MemoryTasks implements FixtureTasks {
  private static final Duration TTL = Duration.ofHours(1);

  private final InstantSource clock;
  private final Map<String, MemoryTask> tasks = new ConcurrentHashMap<>();

  /** By that clock. */
  public MemoryTasks(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public TaskState start(String tool, ObjectNode arguments, Call call) {
    Instant now = clock.instant();
    tasks.values().removeIf(task -> task.created().plus(TTL).isBefore(now));
    String id = UUID.randomUUID().toString();
    FixtureWork work = FixtureWork.of(tool, arguments, id);
    MemoryTask task =
        new MemoryTask(id, call.principal().subject(), now, now, work, work.questions(), false);
    tasks.put(id, task);
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
