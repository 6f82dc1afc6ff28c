package dev.sluice.tool.task;

import dev.sluice.call.Call;
import dev.sluice.protocol.ErrorCode;
import dev.sluice.protocol.ProtocolException;
import dev.sluice.protocol.feature.ToolException;
import dev.sluice.protocol.wire.Content;
import dev.sluice.protocol.wire.InputRequest;
import dev.sluice.protocol.wire.JsonRpcResponse;
import dev.sluice.protocol.wire.TaskState;
import dev.sluice.protocol.wire.ToolResult;
import dev.sluice.task.Task;
import dev.sluice.task.TaskStatus;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A task as its owner sees it, in MCP's words and in a tool's. Safe for use by several threads. */
public final class TaskViews {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final TaskResults results;
  private final long pollMillis;

  /**
   * With what tasks came to.
   *
   * @param poll how often to ask
   */
  public TaskViews(TaskResults results, Duration poll) {
    this.results = results;
    this.pollMillis = poll.toMillis();
  }

  /**
   * As MCP's extension has it, with the result of one that is completed.
   *
   * @throws ProtocolException where the result cannot be had just now
   */
  public TaskState state(Task task, Call call) {
    return new TaskState(
        task.id().text(),
        word(task.status()),
        message(task.status()),
        task.createdAt().toString(),
        task.updatedAt().toString(),
        Duration.between(task.createdAt(), task.expiresAt()).toMillis(),
        task.status() instanceof TaskStatus.Ended ? null : pollMillis,
        task.status() instanceof TaskStatus.Asking asking ? questions(asking) : null,
        task.status() instanceof TaskStatus.Completed done ? result(task, done, call) : null,
        task.status() instanceof TaskStatus.Failed failed
            ? new JsonRpcResponse.Problem(failed.code(), failed.message(), null)
            : null);
  }

  /** As a tool tells it. */
  public ToolResult status(Task task, Call call) {
    String message = message(task.status());
    String next =
        switch (task.status()) {
          case TaskStatus.Completed _ -> " Read it with task_result.";
          case TaskStatus.Ended _ -> "";
          default -> " Ask task_status again in some seconds; cancel_task ends it.";
        };
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("task_id", task.id().text());
    answer.put("status", word(task.status()));
    if (message != null) {
      answer.put("message", message);
    }
    switch (task.status()) {
      case TaskStatus.Running running -> answer.put("row_count", running.rows());
      case TaskStatus.Completed done -> answer.put("row_count", done.rows());
      default -> {}
    }
    answer.put("created_at", task.createdAt().toString());
    answer.put("expires_at", task.expiresAt().toString());
    answer.put("reference", call.reference().text());
    String text =
        "Task %s: %s%s.%s"
            .formatted(task.id(), word(task.status()), message == null ? "" : ", " + message, next);
    return new ToolResult(List.of(new Content.Text(text)), answer, false);
  }

  private JsonNode result(Task task, TaskStatus.Completed done, Call call) {
    if (done.result() != null) {
      return done.result();
    }
    try {
      ObjectNode json = JSON.valueToTree(results.page(task, 1, call));
      return json.put("resultType", "complete");
    } catch (ToolException e) {
      throw new ProtocolException(ErrorCode.NOT_WITH_THIS_CLIENT, String.valueOf(e.getMessage()));
    }
  }

  private static Map<String, InputRequest> questions(TaskStatus.Asking asking) {
    Map<String, InputRequest> open = new TreeMap<>();
    asking
        .requests()
        .forEach(
            (key, request) -> {
              if (!asking.answers().containsKey(key)) {
                open.put(key, JSON.convertValue(request, InputRequest.class));
              }
            });
    return open;
  }

  private static String word(TaskStatus status) {
    return switch (status) {
      case TaskStatus.Waiting _, TaskStatus.Started _, TaskStatus.Running _ -> "working";
      case TaskStatus.Asking _ -> "input_required";
      case TaskStatus.Completed _ -> "completed";
      case TaskStatus.Failed _ -> "failed";
      case TaskStatus.Cancelled _ -> "cancelled";
    };
  }

  private static @Nullable String message(TaskStatus status) {
    return switch (status) {
      case TaskStatus.Waiting _ -> "waiting for its turn";
      case TaskStatus.Started _ -> "starting";
      case TaskStatus.Running running -> rows(running.rows()) + " so far";
      case TaskStatus.Completed done when done.result() == null -> rows(done.rows());
      case TaskStatus.Failed failed -> failed.message();
      default -> null;
    };
  }

  private static String rows(long rows) {
    return String.format(Locale.ROOT, "%,d %s", rows, rows == 1 ? "row" : "rows");
  }
}
