package dev.sluice.tool.task;

import dev.sluice.call.Call;
import dev.sluice.call.Layer;
import dev.sluice.protocol.ErrorCode;
import dev.sluice.protocol.ProtocolException;
import dev.sluice.protocol.feature.Tasks;
import dev.sluice.protocol.wire.TaskState;
import dev.sluice.task.Task;
import dev.sluice.task.TaskEngine;
import dev.sluice.task.TaskId;
import dev.sluice.task.TaskRefusedException;
import dev.sluice.task.TaskStoreException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** MCP's tasks over the engine. Safe for use by several threads. */
public final class OwnTasks implements Tasks {
  private final TaskEngine engine;
  private final TaskViews views;

  /** Over an engine. */
  public OwnTasks(TaskEngine engine, TaskViews views) {
    this.engine = engine;
    this.views = views;
  }

  @Override
  public Optional<TaskState> get(String id, Call call) {
    return on(id, call, known -> engine.find(known, call)).map(task -> views.state(task, call));
  }

  @Override
  public boolean update(String id, ObjectNode inputResponses, Call call) {
    Map<String, JsonNode> answers = new HashMap<>();
    inputResponses.forEachEntry(answers::put);
    return on(id, call, known -> engine.answer(known, answers, call)).isPresent();
  }

  @Override
  public boolean cancel(String id, Call call) {
    return on(id, call, known -> engine.cancel(known, call)).isPresent();
  }

  @FunctionalInterface
  private interface Work {
    Optional<Task> on(TaskId id) throws TaskStoreException, TaskRefusedException;
  }

  private static Optional<Task> on(String id, Call call, Work work) {
    Optional<TaskId> known = TaskId.of(id);
    try {
      return known.isEmpty() ? Optional.empty() : work.on(known.get());
    } catch (TaskRefusedException e) {
      call.notes().refused(Layer.TASK, "task_refused");
      throw new ProtocolException(ErrorCode.INVALID_PARAMS, "Too much: " + e.getMessage() + ".");
    } catch (TaskStoreException e) {
      call.notes().failed(Layer.TASK, "task_store");
      throw new ProtocolException(
          ErrorCode.NOT_WITH_THIS_CLIENT,
          "What keeps tasks does not answer. Try again in a minute. Reference: "
              + call.reference());
    }
  }
}
