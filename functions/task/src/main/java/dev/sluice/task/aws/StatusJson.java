package dev.sluice.task.aws;

import dev.sluice.task.Outcome;
import dev.sluice.task.TaskStatus;
import dev.sluice.task.TaskStatus.Asking;
import dev.sluice.task.TaskStatus.Cancelled;
import dev.sluice.task.TaskStatus.Completed;
import dev.sluice.task.TaskStatus.Failed;
import dev.sluice.task.TaskStatus.Running;
import dev.sluice.task.TaskStatus.Started;
import dev.sluice.task.TaskStatus.Waiting;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Where a task stands, as JSON and back. */
final class StatusJson {
  private StatusJson() {}

  static ObjectNode write(TaskStatus status) {
    ObjectNode json = object(Map.of());
    return switch (status) {
      case Waiting _ -> json.put("is", "waiting");
      case Started(String token) -> {
        json.put("is", "started");
        yield token == null ? json : json.put("token", token);
      }
      case Running(int attempt, long rows, Outcome outcome) -> {
        json.put("is", "running").put("attempt", attempt).put("rows", rows);
        if (outcome != null) {
          json.set("outcome", outcome(outcome.rows(), outcome.bytes(), outcome.result()));
        }
        yield json;
      }
      case Asking(var requests, var answers, String token) -> {
        json.put("is", "asking").put("token", token);
        json.set("requests", object(requests));
        json.set("answers", object(answers));
        yield json;
      }
      case Completed(int attempt, long rows, long bytes, JsonNode result) -> {
        json.put("is", "completed").put("attempt", attempt);
        json.set("outcome", outcome(rows, bytes, result));
        yield json;
      }
      case Failed(int code, String message) ->
          json.put("is", "failed").put("code", code).put("message", message);
      case Cancelled _ -> json.put("is", "cancelled");
    };
  }

  static TaskStatus read(JsonNode json) {
    String is = text(json, "is");
    return switch (is) {
      case "waiting" -> new Waiting();
      case "started" -> new Started(json.has("token") ? text(json, "token") : null);
      case "running" ->
          new Running(
              number(json, "attempt"),
              json.required("rows").longValue(),
              json.has("outcome") ? outcome(json.required("outcome")) : null);
      case "asking" ->
          new Asking(
              map(json.required("requests")), map(json.required("answers")), text(json, "token"));
      case "completed" -> Completed.of(number(json, "attempt"), outcome(json.required("outcome")));
      case "failed" -> new Failed(number(json, "code"), text(json, "message"));
      case "cancelled" -> new Cancelled();
      default -> throw new IllegalStateException("a stored task is '" + is + "'");
    };
  }

  static ObjectNode object(Map<String, JsonNode> values) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    values.forEach(object::set);
    return object;
  }

  static Map<String, JsonNode> map(JsonNode object) {
    Map<String, JsonNode> values = new HashMap<>();
    object.forEachEntry(values::put);
    return values;
  }

  private static ObjectNode outcome(long rows, long bytes, @Nullable JsonNode result) {
    ObjectNode json = object(Map.of()).put("rows", rows).put("bytes", bytes);
    if (result != null) {
      json.set("result", result);
    }
    return json;
  }

  private static Outcome outcome(JsonNode json) {
    return new Outcome(
        json.required("rows").longValue(), json.required("bytes").longValue(), json.get("result"));
  }

  private static String text(JsonNode json, String name) {
    return json.required(name).stringValue();
  }

  private static int number(JsonNode json, String name) {
    return json.required(name).intValue();
  }
}
