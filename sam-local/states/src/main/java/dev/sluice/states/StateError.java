package dev.sluice.states;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a state reports when it cannot do its work: a name, and mostly a cause. */
final class StateError extends Exception {
  private static final long serialVersionUID = 1;

  /** Step Functions API, StopExecution: "error" and "cause". */
  static final int MAX_ERROR_CHARS = 256;

  static final int MAX_CAUSE_CHARS = 32_768;

  private final String error;
  private final @Nullable String cause;

  StateError(String error, @Nullable String cause) {
    super(error);
    this.error = cut(error, MAX_ERROR_CHARS);
    this.cause = cause == null ? null : cut(cause, MAX_CAUSE_CHARS);
  }

  String error() {
    return error;
  }

  Optional<String> cause() {
    return Optional.ofNullable(cause);
  }

  /** What a catcher hands on. */
  ObjectNode output() {
    ObjectNode output = JsonMapper.shared().createObjectNode().put("Error", error);
    if (cause != null) {
      output.put("Cause", cause);
    }
    return output;
  }

  private static String cut(String text, int maxChars) {
    return text.length() > maxChars ? text.substring(0, maxChars) : text;
  }
}
