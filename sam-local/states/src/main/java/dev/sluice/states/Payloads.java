package dev.sluice.states;

import dev.sluice.states.machine.ErrorNames;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Data between states, as JSON. */
final class Payloads {
  /** Step Functions quotas, "Maximum input or output size for a task, state, or execution". */
  static final int MAX_BYTES = 262_144;

  static final JsonMapper JSON = JsonMapper.shared();

  private Payloads() {}

  /**
   * The same data, unless there is too much of it.
   *
   * @param what it is, as in "the result of state 'Run'"
   */
  static JsonNode checked(JsonNode data, String what) throws StateError {
    checkBytes(data.toString(), what);
    return data;
  }

  static void checkBytes(String json, String what) throws StateError {
    if (isTooLarge(json)) {
      throw new StateError(
          ErrorNames.DATA_LIMIT_EXCEEDED, what + " has more than " + MAX_BYTES + " bytes");
    }
  }

  static boolean isTooLarge(String json) {
    // No character has more than three bytes for each char.
    return json.length() > MAX_BYTES / 3
        && json.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES;
  }

  /** What a function answered; text where it is no JSON. */
  static JsonNode lenient(String json) {
    try {
      return JSON.readTree(json);
    } catch (JacksonException e) {
      return JSON.getNodeFactory().stringNode(json);
    }
  }
}
