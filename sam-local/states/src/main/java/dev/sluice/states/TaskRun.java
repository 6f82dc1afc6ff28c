package dev.sluice.states;

import dev.sluice.states.machine.ErrorNames;
import dev.sluice.states.machine.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One try of a task. */
final class TaskRun {
  /** Where a file says nothing: a year, as on AWS. */
  private static final long DEFAULT_TIMEOUT_SECONDS = 31_536_000;

  private static final String LAMBDA = "Lambda.";

  private final TaskState task;
  private final Surroundings surroundings;
  private final Scope scope;
  private final CompletableFuture<Functions.Outcome> outcome = new CompletableFuture<>();

  TaskRun(TaskState task, Surroundings surroundings, Scope scope) {
    this.task = task;
    this.surroundings = surroundings;
    this.scope = scope;
  }

  /**
   * Invokes the function, and waits for it or for the token.
   *
   * @param context gets the token, where there is one
   */
  JsonNode run(JsonNode input, ObjectNode context) throws StateError, HaltedException {
    TaskTokens.Ticket ticket = task.waitsForToken() ? surroundings.tokens().issue(outcome) : null;
    try {
      if (ticket != null) {
        context.putObject("Task").put("Token", ticket.token());
      }
      invoke(Flows.fill(task.parameters(), input, context));
      await(ticket);
    } finally {
      if (ticket != null) {
        surroundings.tokens().withdraw(ticket);
      }
    }
    return switch (outcome.join()) {
      case Functions.Answer answer -> result(answer);
      case Functions.Failed failed -> throw failed(failed);
    };
  }

  private void invoke(JsonNode parameters) throws StateError {
    String function = parameters.path("FunctionName").asString("");
    if (function.isEmpty()) {
      throw new StateError(ErrorNames.RUNTIME, "'FunctionName' is no text");
    }
    JsonNode payload = parameters.path("Payload");
    String json = payload.isMissingNode() ? "{}" : payload.toString();
    Payloads.checkBytes(json, "the payload of the task");
    note("TaskScheduled", Map.of("parameters", parameters.toString()));
    note("TaskStarted", Map.of());
    scope
        .time()
        .start(
            "invoke-" + function,
            () -> {
              switch (invoke(function, json)) {
                case Functions.Failed failed -> outcome.complete(withCause(failed));
                // Where a token is waited for, this is no end.
                case Functions.Answer answer when task.waitsForToken() -> {}
                case Functions.Answer answer -> outcome.complete(answer);
              }
            });
  }

  private Functions.Outcome invoke(String function, String json) {
    try {
      return surroundings.functions().invoke(function, json);
    } catch (RuntimeException e) {
      return new Functions.Failed(LAMBDA + "Unknown", e.toString());
    }
  }

  private void await(TaskTokens.@Nullable Ticket ticket) throws StateError, HaltedException {
    Duration timeout =
        Duration.ofSeconds(
            task.timeoutSeconds() == null ? DEFAULT_TIMEOUT_SECONDS : task.timeoutSeconds());
    Instant end = scope.time().now().plus(timeout);
    while (true) {
      Instant silence = silence(ticket);
      if (scope.await(outcome, silence.isBefore(end) ? silence : end)) {
        return;
      }
      if (!scope.time().now().isBefore(end)) {
        throw timedOut(ErrorNames.TIMEOUT);
      }
      // Unless it was heard of meanwhile.
      if (!scope.time().now().isBefore(silence(ticket))) {
        throw timedOut(ErrorNames.HEARTBEAT_TIMEOUT);
      }
    }
  }

  /** When it will have been silent for too long. */
  private Instant silence(TaskTokens.@Nullable Ticket ticket) {
    return ticket == null || task.heartbeatSeconds() == null
        ? Instant.MAX
        : ticket.heard().plusSeconds(task.heartbeatSeconds());
  }

  /** Without a cause: a machine must not rely on one. */
  private StateError timedOut(String error) throws StateError {
    note("TaskTimedOut", Map.of("error", error));
    return new StateError(error, null);
  }

  private JsonNode result(Functions.Answer answer) throws StateError {
    Payloads.checkBytes(answer.payloadJson(), "the result of the task");
    JsonNode payload = Payloads.lenient(answer.payloadJson());
    JsonNode result = task.waitsForToken() ? payload : invocation(payload);
    note("TaskSucceeded", Map.of("output", result.toString()));
    return result;
  }

  /** As lambda:invoke has it. */
  private static JsonNode invocation(JsonNode payload) {
    ObjectNode invocation = Payloads.JSON.createObjectNode().put("ExecutedVersion", "$LATEST");
    invocation.set("Payload", payload);
    return invocation.put("StatusCode", 200);
  }

  private StateError failed(Functions.Failed failed) throws StateError {
    note("TaskFailed", Map.of("error", failed.errorType(), "cause", failed.errorMessage()));
    return new StateError(failed.errorType(), failed.errorMessage());
  }

  /** As Step Functions has the cause of a function's own error; Lambda's are plain text. */
  private static Functions.Failed withCause(Functions.Failed failed) {
    return failed.errorType().startsWith(LAMBDA)
        ? failed
        : new Functions.Failed(
            failed.errorType(),
            Payloads.JSON
                .createObjectNode()
                .put("errorMessage", failed.errorMessage())
                .put("errorType", failed.errorType())
                .toString());
  }

  private void note(String type, Map<String, String> details) throws StateError {
    surroundings.history().add(type, details);
  }
}
