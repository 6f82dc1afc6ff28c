package dev.sluice.states;

import dev.sluice.states.machine.DataFlow;
import dev.sluice.states.machine.DataPath;
import dev.sluice.states.machine.ErrorNames;
import dev.sluice.states.machine.PathException;
import dev.sluice.states.machine.ResultPath;
import dev.sluice.states.machine.Template;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What becomes of data on its way into a state and out of it. */
final class Flows {
  private Flows() {}

  /** What a state sees of its raw input. */
  static JsonNode in(DataFlow flow, JsonNode raw, JsonNode context) throws StateError {
    return find(flow.input(), raw, context);
  }

  /** What goes on from a state. */
  static JsonNode out(DataFlow flow, JsonNode raw, JsonNode result, JsonNode context)
      throws StateError {
    JsonNode placed = put(flow.result(), raw, fill(flow.selector(), result, context));
    return Payloads.checked(find(flow.output(), placed, context), "what the state hands on");
  }

  /** The filled template, or the data where there is none. */
  static JsonNode fill(@Nullable Template template, JsonNode data, JsonNode context)
      throws StateError {
    try {
      return template == null ? data : template.fill(data, context);
    } catch (PathException e) {
      throw runtime(e);
    }
  }

  static JsonNode find(DataPath path, JsonNode data, JsonNode context) throws StateError {
    return path.find(data, context).orElseThrow(() -> runtime(new PathException(path, data)));
  }

  /** The raw input with a result in it. */
  static JsonNode put(ResultPath path, JsonNode raw, JsonNode result) throws StateError {
    return path.put(raw, result)
        .orElseThrow(
            () ->
                new StateError(
                    ErrorNames.RESULT_PATH_MATCH_FAILURE,
                    "The input is no object, so nothing can be put into it"));
  }

  static StateError runtime(PathException e) {
    return new StateError(ErrorNames.RUNTIME, e.getMessage());
  }
}
