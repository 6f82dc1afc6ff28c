package dev.sluice.states;

import dev.sluice.states.ExecutionDescription.Status;
import dev.sluice.states.ServiceException.Code;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The operations of Step Functions' API, from JSON to JSON. */
final class Operations {
  private static final int MAX_LISTED = 1_000;
  private static final int DEFAULT_LISTED = 100;
  private static final double MILLIS_PER_SECOND = 1_000;

  private final Executions executions;

  Operations(Executions executions) {
    this.executions = executions;
  }

  /**
   * Does one.
   *
   * @throws ServiceException when it is refused
   */
  JsonNode answer(String operation, ObjectNode request) {
    return switch (operation) {
      case "StartExecution" -> start(request);
      case "DescribeExecution" -> describe(executions.describe(text(request, "executionArn")));
      case "StopExecution" -> stop(request);
      case "ListExecutions" -> list(request);
      case "SendTaskSuccess" -> {
        executions.sendTaskSuccess(text(request, "taskToken"), text(request, "output"));
        yield empty();
      }
      case "SendTaskFailure" -> {
        executions.sendTaskFailure(
            text(request, "taskToken"),
            bounded(request, "error", StateError.MAX_ERROR_CHARS),
            bounded(request, "cause", StateError.MAX_CAUSE_CHARS));
        yield empty();
      }
      case "SendTaskHeartbeat" -> {
        executions.sendTaskHeartbeat(text(request, "taskToken"));
        yield empty();
      }
      default ->
          throw new ServiceException(
              Code.UnknownOperationException,
              "'" + operation + "' is not served here: executions and task tokens alone are");
    };
  }

  private ObjectNode start(ObjectNode request) {
    ExecutionDescription started =
        executions.start(
            text(request, "stateMachineArn"),
            optional(request, "name"),
            request.has("input") ? text(request, "input") : "{}");
    return empty().put("executionArn", started.arn()).put("startDate", seconds(started.started()));
  }

  private ObjectNode stop(ObjectNode request) {
    ExecutionDescription stopped =
        executions.stop(
            text(request, "executionArn"),
            bounded(request, "error", StateError.MAX_ERROR_CHARS),
            bounded(request, "cause", StateError.MAX_CAUSE_CHARS));
    return empty().put("stopDate", stopped.stopped().map(Operations::seconds).orElseThrow());
  }

  private static ObjectNode describe(ExecutionDescription execution) {
    ObjectNode described = summary(execution).put("input", execution.input());
    execution.output().ifPresent(output -> described.put("output", output));
    execution.error().ifPresent(error -> described.put("error", error));
    execution.cause().ifPresent(cause -> described.put("cause", cause));
    return described;
  }

  private static ObjectNode summary(ExecutionDescription execution) {
    ObjectNode summary =
        empty()
            .put("executionArn", execution.arn())
            .put("stateMachineArn", execution.machineArn())
            .put("name", execution.name())
            .put("status", execution.status().name())
            .put("startDate", seconds(execution.started()));
    execution.stopped().ifPresent(stopped -> summary.put("stopDate", seconds(stopped)));
    return summary;
  }

  private ObjectNode list(ObjectNode request) {
    String filter = optional(request, "statusFilter");
    List<ExecutionDescription> all =
        executions.list(text(request, "stateMachineArn")).stream()
            .filter(execution -> filter == null || execution.status() == status(filter))
            .toList();
    int first = first(request, all.size());
    int asked = request.path("maxResults").asInt(0);
    if (asked < 0 || asked > MAX_LISTED) {
      throw new ServiceException(
          Code.ValidationException, "'maxResults' must be from 0 to " + MAX_LISTED);
    }
    int end = Math.min(all.size(), first + (asked == 0 ? DEFAULT_LISTED : asked));
    ObjectNode answer = empty();
    ArrayNode listed = answer.putArray("executions");
    all.subList(first, end).forEach(execution -> listed.add(summary(execution)));
    if (end < all.size()) {
      answer.put("nextToken", Integer.toString(end));
    }
    return answer;
  }

  private static int first(ObjectNode request, int most) {
    String token = optional(request, "nextToken");
    try {
      int first = token == null ? 0 : Integer.parseInt(token);
      if (first >= 0 && first <= most) {
        return first;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw new ServiceException(Code.InvalidToken, "'nextToken' was not given out here");
  }

  private static Status status(String name) {
    try {
      return Status.valueOf(name);
    } catch (IllegalArgumentException e) {
      throw new ServiceException(
          Code.ValidationException, "'" + name + "' is not a status of an execution");
    }
  }

  private static String text(ObjectNode request, String field) {
    String value = optional(request, field);
    if (value == null) {
      throw new ServiceException(
          Code.ValidationException, "'" + field + "' is missing, or is no text");
    }
    return value;
  }

  private static @Nullable String bounded(ObjectNode request, String field, int maxChars) {
    String value = optional(request, field);
    if (value != null && value.length() > maxChars) {
      throw new ServiceException(
          Code.ValidationException, "'" + field + "' has more than " + maxChars + " characters");
    }
    return value;
  }

  private static @Nullable String optional(ObjectNode request, String field) {
    return request.path(field).asStringOpt().orElse(null);
  }

  private static double seconds(Instant moment) {
    return moment.toEpochMilli() / MILLIS_PER_SECOND;
  }

  private static ObjectNode empty() {
    return Payloads.JSON.createObjectNode();
  }
}
