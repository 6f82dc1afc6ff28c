package dev.sluice.function.ops.erasure;

import dev.sluice.call.Deadline;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The steps of an erasure as JSON, as the state machine's tasks call them. Safe for use by several
 * threads.
 *
 * <pre>
 * {"step": "stop", "erasureId": …}              {"next": "find" | "end"}
 * {"step": "find", "erasureId": …}              {"next": "erase" | "end"}
 * {"step": "erase", "erasureId": …}             {"next": "erase" | "verify" | "end"}
 * {"step": "verify", "erasureId": …}            {"next": "receipt" | "end"}
 * {"step": "receipt", "erasureId": …}           {"next": "end"}
 * {"step": "fail", "erasureId": …, "error": …}  {"next": "end"}
 * </pre>
 */
public final class ErasureSteps {
  private final Erasures erasures;

  /** In front of erasures. */
  public ErasureSteps(Erasures erasures) {
    this.erasures = erasures;
  }

  /**
   * Calls one step.
   *
   * @param deadline by when it must have been answered
   * @throws IllegalArgumentException on an input that is none of the above
   */
  public ObjectNode answer(JsonNode input, Deadline deadline) {
    String id = text(input, "erasureId");
    String step = text(input, "step");
    Erasures.Next next =
        switch (step) {
          case "stop" -> erasures.stop(id, deadline);
          case "find" -> erasures.count(id, deadline);
          case "erase" -> erasures.erase(id, deadline);
          case "verify" -> erasures.verify(id, deadline);
          case "receipt" -> erasures.receipt(id);
          case "fail" -> erasures.fail(id, input.path("error").asString("unknown"));
          default ->
              throw new IllegalArgumentException(
                  "step '" + step + "': write stop, find, erase, verify, receipt or fail");
        };
    return JsonNodeFactory.instance.objectNode().put("next", next.name().toLowerCase(Locale.ROOT));
  }

  private static String text(JsonNode input, String name) {
    JsonNode value = input.path(name);
    if (!value.isString() || value.asString().isEmpty()) {
      throw new IllegalArgumentException("a step needs '" + name + "': a text");
    }
    return value.asString();
  }
}
