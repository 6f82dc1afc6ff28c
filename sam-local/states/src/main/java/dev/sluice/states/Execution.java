package dev.sluice.states;

import dev.sluice.states.ExecutionDescription.Status;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One execution and how it stands. Safe for use by many threads: it ends once. */
final class Execution {
  private final String arn;
  private final String machineArn;
  private final String name;
  private final JsonNode input;
  private final Instant started;
  private final Scope scope;
  private final History history;
  private final CompletableFuture<ExecutionDescription> ended = new CompletableFuture<>();

  Execution(
      String arn, String machineArn, String name, JsonNode input, Scope scope, History history) {
    this.arn = arn;
    this.machineArn = machineArn;
    this.name = name;
    this.input = input;
    this.started = scope.time().now();
    this.scope = scope;
    this.history = history;
  }

  String arn() {
    return arn;
  }

  String name() {
    return name;
  }

  JsonNode input() {
    return input;
  }

  Scope scope() {
    return scope;
  }

  History history() {
    return history;
  }

  CompletableFuture<ExecutionDescription> ended() {
    return ended;
  }

  boolean isRunning() {
    return !ended.isDone();
  }

  ExecutionDescription description() {
    ExecutionDescription last = ended.getNow(null);
    return last == null ? described(Status.RUNNING, null, null, null) : last;
  }

  void succeed(JsonNode output) {
    String json = output.toString();
    end(described(Status.SUCCEEDED, json, null, null), "ExecutionSucceeded");
  }

  void fail(StateError error) {
    end(
        described(Status.FAILED, null, error.error(), error.cause().orElse(null)),
        "ExecutionFailed");
  }

  void timeOut() {
    end(described(Status.TIMED_OUT, null, null, null), "ExecutionTimedOut");
  }

  /** Stops it, if it still runs. */
  void abort(@Nullable String error, @Nullable String cause) {
    end(described(Status.ABORTED, null, error, cause), "ExecutionAborted");
    scope.halt();
  }

  private ExecutionDescription described(
      Status status, @Nullable String output, @Nullable String error, @Nullable String cause) {
    return new ExecutionDescription(
        arn,
        machineArn,
        name,
        status,
        input.toString(),
        started,
        status == Status.RUNNING ? Optional.empty() : Optional.of(scope.time().now()),
        Optional.ofNullable(output),
        Optional.ofNullable(error),
        Optional.ofNullable(cause));
  }

  private void end(ExecutionDescription description, String event) {
    synchronized (history) {
      if (!isRunning()) {
        return;
      }
      Map<String, String> details = new HashMap<>();
      description.output().ifPresent(output -> details.put("output", output));
      description.error().ifPresent(error -> details.put("error", error));
      description.cause().ifPresent(cause -> details.put("cause", cause));
      history.end(event, details);
      ended.complete(description);
    }
  }
}
