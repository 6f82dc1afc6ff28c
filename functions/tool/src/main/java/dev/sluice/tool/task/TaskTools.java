package dev.sluice.tool.task;

import dev.sluice.call.Call;
import dev.sluice.protocol.feature.Exchange;
import dev.sluice.protocol.feature.Tool;
import dev.sluice.protocol.feature.ToolException;
import dev.sluice.protocol.feature.ToolOutcome;
import dev.sluice.protocol.feature.Tools;
import dev.sluice.protocol.wire.ToolDescriptor;
import dev.sluice.protocol.wire.ToolResult;
import dev.sluice.task.Task;
import dev.sluice.task.TaskEngine;
import dev.sluice.task.TaskId;
import dev.sluice.task.TaskStoreException;
import dev.sluice.task.Work;
import dev.sluice.tool.query.QueryTools;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Long queries, for clients that know no tasks too. Following is for everybody, since a task shows
 * itself to its owner only; starting one of one's own SQL takes the scope. Safe for use by several
 * threads.
 */
public final class TaskTools implements Tools {
  private static final String ID = "task_id";
  private static final String FIRST_ROW = "first_row";

  private final TaskEngine engine;
  private final TaskViews views;
  private final TaskResults results;
  private final Tool start;
  private final List<Tool> following;

  /**
   * Over an engine.
   *
   * @param version of the catalogue
   */
  public TaskTools(
      TaskEngine engine, TaskStart starts, TaskViews views, TaskResults results, String version) {
    this.engine = engine;
    this.views = views;
    this.results = results;
    this.start =
        tool(
            LongQueries.START_QUERY,
            "One SELECT as a task: minutes, millions of rows.",
            "\"sql\":{\"type\":\"string\"}",
            "sql",
            (arguments, exchange) ->
                starts.start(new Work(LongQueries.START_QUERY, arguments, version), exchange));
    this.following =
        List.of(
            tool(
                "task_status",
                "How far a task is.",
                "\"task_id\":{\"type\":\"string\"}",
                ID,
                done((task, _, call) -> views.status(task, call))),
            tool(
                "task_result",
                "A page of a task's rows, and links to all.",
                "\"task_id\":{\"type\":\"string\"},\"first_row\":{\"type\":\"integer\"}",
                ID,
                done(this::result)),
            tool(
                "cancel_task",
                "Ends a task that runs or waits.",
                "\"task_id\":{\"type\":\"string\"}",
                ID,
                this::cancel));
  }

  @Override
  public List<Tool> list(Call call) {
    List<Tool> shown = new ArrayList<>();
    if (call.principal().holds(List.of(QueryTools.SCOPE))) {
      shown.add(start);
    }
    shown.addAll(following);
    return shown;
  }

  @Override
  public Optional<Tool> find(String name, Call call) {
    return list(call).stream().filter(tool -> tool.descriptor().name().equals(name)).findFirst();
  }

  @Override
  public Set<String> scopes(String name) {
    return name.equals(LongQueries.START_QUERY) ? Set.of(QueryTools.SCOPE) : Set.of();
  }

  @FunctionalInterface
  private interface Look {
    ToolResult at(Task task, ObjectNode arguments, Call call);
  }

  private ToolResult result(Task task, ObjectNode arguments, Call call) {
    return results.page(task, arguments.path(FIRST_ROW).asLong(1), call);
  }

  private Tool.Handler done(Look look) {
    return (arguments, exchange) ->
        new ToolOutcome.Done(
            look.at(
                own(arguments, exchange, id -> engine.find(id, exchange.call())),
                arguments,
                exchange.call()));
  }

  private ToolOutcome cancel(ObjectNode arguments, Exchange exchange) {
    Task task = own(arguments, exchange, id -> engine.cancel(id, exchange.call()));
    return new ToolOutcome.Done(views.status(task, exchange.call()));
  }

  @FunctionalInterface
  private interface Find {
    Optional<Task> of(TaskId id) throws TaskStoreException;
  }

  private static Task own(ObjectNode arguments, Exchange exchange, Find find) {
    String given = arguments.path(ID).asString("");
    try {
      Optional<TaskId> id = TaskId.of(given);
      return (id.isEmpty() ? Optional.<Task>empty() : find.of(id.get()))
          .orElseThrow(
              () ->
                  new ToolException(
                      "There is no such task of yours: its id is wrong, its time is over, or your"
                          + " token has fewer scopes than the one that started it. Give the task_id"
                          + " that starting it returned."));
    } catch (TaskStoreException e) {
      throw new ToolException(
          "What keeps tasks does not answer. Try again in a minute. Reference: "
              + exchange.call().reference(),
          e);
    }
  }

  private static Tool tool(
      String name, String description, String properties, String required, Tool.Handler handler) {
    ObjectNode input =
        (ObjectNode)
            JsonMapper.shared()
                .readTree(
                    "{\"type\":\"object\",\"properties\":{"
                        + properties
                        + "},\"required\":[\""
                        + required
                        + "\"],\"additionalProperties\":false}");
    return Tool.of(new ToolDescriptor(name, null, description, input, null), handler);
  }
}
