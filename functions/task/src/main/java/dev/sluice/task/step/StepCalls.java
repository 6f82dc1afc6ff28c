package dev.sluice.task.step;

import dev.sluice.call.Deadline;
import dev.sluice.task.TaskId;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Steps as JSON, as a state machine's tasks call them. Safe for use by several threads.
 *
 * <pre>
 * {"step": "claim", "taskId": …, "execution": …}       {"next": "run" | "ask" | "end"}
 * {"step": "run", "taskId": …}                         {"next": "commit" | "end", "attempt": n}
 * {"step": "commit", "taskId": …, "attempt": n}        {"next": "end"}
 * {"step": "ask", "taskId": …, "token": …}             {}
 * {"step": "fail", "taskId": …, "error": …, "cause": …}  {"next": "end"}
 * </pre>
 */
public final class StepCalls {
  private final Steps steps;

  /** In front of the steps. */
  public StepCalls(Steps steps) {
    this.steps = steps;
  }

  /**
   * Calls one step.
   *
   * @param deadline by when it must have been answered
   * @throws IllegalArgumentException on an input that is none of the above
   */
  public ObjectNode answer(JsonNode input, Deadline deadline) {
    TaskId id = new TaskId(text(input, "taskId"));
    String step = text(input, "step");
    return switch (step) {
      case "claim" -> next(steps.claim(id, text(input, "execution")));
      case "run" -> {
        Steps.Ran ran = steps.run(id, deadline);
        yield next(ran.next()).put("attempt", ran.attempt());
      }
      case "commit" -> next(steps.commit(id, attempt(input)));
      case "ask" -> {
        steps.ask(id, text(input, "token"));
        yield JsonNodeFactory.instance.objectNode();
      }
      case "fail" -> {
        steps.fail(id, input.path("error").asString("unknown"), input.path("cause").asString(""));
        yield next(Steps.Next.END);
      }
      default ->
          throw new IllegalArgumentException(
              "step '" + step + "': write claim, run, commit, ask or fail");
    };
  }

  private static ObjectNode next(Steps.Next next) {
    return JsonNodeFactory.instance.objectNode().put("next", next.name().toLowerCase(Locale.ROOT));
  }

  private static int attempt(JsonNode input) {
    JsonNode attempt = input.path("attempt");
    if (!attempt.isInt() || attempt.asInt() < 1) {
      throw new IllegalArgumentException("a step needs 'attempt': a number from 1 on");
    }
    return attempt.asInt();
  }

  private static String text(JsonNode input, String name) {
    JsonNode value = input.path(name);
    if (!value.isString() || value.asString().isEmpty()) {
      throw new IllegalArgumentException("a step needs '" + name + "': a text");
    }
    return value.asString();
  }
}
