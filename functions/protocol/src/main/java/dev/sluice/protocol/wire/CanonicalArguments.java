package dev.sluice.protocol.wire;

import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Arguments in the one form that equal ones share: names in order, no argument that is null,
 * numbers without needless digits.
 */
public final class CanonicalArguments {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private CanonicalArguments() {}

  /** The form of these. */
  public static String of(ObjectNode arguments) {
    ObjectNode given = JSON.objectNode();
    arguments.forEachEntry(
        (name, value) -> {
          if (!value.isNull()) {
            given.set(name, value);
          }
        });
    return canonical(given).toString();
  }

  private static JsonNode canonical(JsonNode value) {
    return switch (value) {
      case ObjectNode object -> {
        Map<String, JsonNode> sorted = new TreeMap<>();
        object.forEachEntry((name, inner) -> sorted.put(name, canonical(inner)));
        ObjectNode result = JSON.objectNode();
        sorted.forEach(result::set);
        yield result;
      }
      case ArrayNode array -> {
        ArrayNode result = JSON.arrayNode();
        array.forEach(item -> result.add(canonical(item)));
        yield result;
      }
      case JsonNode number when number.isNumber() -> {
        BigDecimal plain = number.decimalValue().stripTrailingZeros();
        yield JSON.numberNode(plain.signum() == 0 ? BigDecimal.ZERO : plain);
      }
      default -> value;
    };
  }
}
