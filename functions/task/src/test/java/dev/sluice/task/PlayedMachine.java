package dev.sluice.task;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A state machine as Step Functions would run it: each step is tried again where it throws, then
 * the task is failed, then the execution has ended. It runs when it is told to, on the caller's
 * thread.
 */
public final class PlayedMachine implements Executions {
  private static final int MOST_TRIES = 3;

  private final Map<TaskId, Execution> executions = new LinkedHashMap<>();
  private final Map<String, TaskId> tokens = new HashMap<>();
  private Lambda lambda =
      _ -> {
        throw new IllegalStateException("no steps yet");
      };
  private int made;

  /** The steps. */
  public interface Lambda {
    /** One call. */
    ObjectNode call(ObjectNode input);
  }

  private static final class Execution {
    private String next = "claim";
    private int attempt;
    private boolean waits;
  }

  /** Calls these steps from now on. */
  public void callsSteps(Lambda lambda) {
    this.lambda = lambda;
  }

  @Override
  public synchronized void start(TaskId id) {
    if (!executions.containsKey(id)) {
      executions.put(id, new Execution());
    }
  }

  @Override
  public synchronized boolean hasEnded(TaskId id) {
    Execution execution = executions.get(id);
    return execution != null && execution.next.equals("ended");
  }

  @Override
  public synchronized boolean isRunning(TaskId id) {
    Execution execution = executions.get(id);
    return execution != null && !execution.next.equals("ended");
  }

  @Override
  public synchronized void goOn(String token) {
    TaskId id = tokens.remove(token);
    if (id != null) {
      requireNonNull(executions.get(id)).waits = false;
    }
  }

  /** How many executions there were of a task. */
  public synchronized int executions(TaskId id) {
    return executions.containsKey(id) ? 1 : 0;
  }

  /** As where nothing was ever started. */
  public synchronized void forget(TaskId id) {
    executions.remove(id);
  }

  /** Ends an execution, as one that was aborted. */
  public synchronized void end(TaskId id) {
    requireNonNull(executions.get(id)).next = "ended";
  }

  /** Goes on with all there are, until each has ended or waits for a token. */
  public void run() {
    boolean moved = true;
    while (moved) {
      moved = false;
      for (TaskId id : List.copyOf(executions.keySet())) {
        Execution execution = requireNonNull(executions.get(id));
        while (!execution.next.equals("ended") && !execution.waits) {
          moved = true;
          step(id, execution);
        }
      }
    }
  }

  private void step(TaskId id, Execution execution) {
    switch (execution.next) {
      case "claim" ->
          go(execution, () -> lambda.call(input("claim", id).put("execution", id.text())));
      case "run" -> go(execution, () -> lambda.call(input("run", id)));
      case "commit" ->
          go(execution, () -> lambda.call(input("commit", id).put("attempt", execution.attempt)));
      case "ask" -> {
        go(
            execution,
            () -> {
              String token = "token-" + made++;
              tokens.put(token, id);
              execution.waits = true;
              return lambda.call(input("ask", id).put("token", token));
            });
        if (execution.next.equals("fail")) {
          execution.waits = false;
        }
      }
      case "fail" -> {
        go(
            execution,
            () -> lambda.call(input("fail", id).put("error", "TaskUnavailable").put("cause", "x")));
        execution.next = "ended";
      }
      default -> throw new IllegalStateException("no state " + execution.next);
    }
  }

  private static void go(Execution execution, Supplier<ObjectNode> call) {
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      try {
        ObjectNode answer = call.get();
        execution.attempt = answer.path("attempt").asInt(execution.attempt);
        String next = answer.path("next").asString("claim");
        execution.next = next.equals("end") ? "ended" : next;
        return;
      } catch (Faults.Crash | RuntimeException _) {
        // Tried again.
      }
    }
    execution.next = "fail";
  }

  private static ObjectNode input(String step, TaskId id) {
    return JsonNodeFactory.instance.objectNode().put("step", step).put("taskId", id.text());
  }
}
