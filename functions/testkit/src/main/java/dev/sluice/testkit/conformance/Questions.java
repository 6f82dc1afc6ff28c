package dev.sluice.testkit.conformance;

import dev.sluice.protocol.feature.Exchange;
import dev.sluice.protocol.feature.InputRequired;
import dev.sluice.protocol.wire.InputRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What fixtures ask of the client's side, and how they read the answers. */
final class Questions {
  static final InputRequest ROOTS =
      new InputRequest("roots/list", JsonNodeFactory.instance.objectNode());

  private Questions() {}

  /** Asks one thing. */
  static InputRequired ask(String key, InputRequest question, @Nullable String state) {
    return new InputRequired(Map.of(key, question), state);
  }

  /** A form with one field of text. */
  static InputRequest form(String message, String field) {
    return form(message, field, "string");
  }

  /** A form with one box to tick. */
  static InputRequest confirmation(String message, String field) {
    return form(message, field, "boolean");
  }

  /** Something for the client's model to say. */
  static InputRequest sample(String prompt, int maxTokens) {
    ObjectNode params =
        JsonMapper.shared()
            .readValue(
                """
                {"messages": [{"role": "user", "content": {"type": "text"}}]}
                """,
                ObjectNode.class);
    ((ObjectNode) params.at("/messages/0/content")).put("text", prompt);
    return new InputRequest("sampling/createMessage", params.put("maxTokens", maxTokens));
  }

  /** Whether a form came back with its field filled in. */
  static boolean isFilled(Exchange exchange, String key, String field) {
    return exchange.input(key).filter(form -> form.path("content").hasNonNull(field)).isPresent();
  }

  /** The text in a field of a form that came back. */
  static String filled(Exchange exchange, String key, String field) {
    return exchange
        .input(key)
        .map(form -> form.path("content").path(field).asString(""))
        .orElse("");
  }

  private static InputRequest form(String message, String field, String type) {
    ObjectNode params =
        JsonNodeFactory.instance.objectNode().put("mode", "form").put("message", message);
    ObjectNode schema = params.putObject("requestedSchema").put("type", "object");
    schema.putObject("properties").putObject(field).put("type", type);
    schema.putArray("required").add(field);
    return new InputRequest("elicitation/create", params);
  }
}
