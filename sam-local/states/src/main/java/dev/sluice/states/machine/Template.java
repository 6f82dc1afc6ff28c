package dev.sluice.states.machine;

import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON in which each field whose name ends in {@code .$} takes what its path finds.
 *
 * @param json as it was written
 * @param paths by their text
 */
public record Template(JsonNode json, Map<String, DataPath> paths) {
  static final String SUFFIX = ".$";

  public Template {
    paths = Map.copyOf(new HashMap<>(paths));
  }

  /**
   * The JSON, filled.
   *
   * @throws PathException naming a path that finds nothing
   */
  public JsonNode fill(JsonNode data, JsonNode context) throws PathException {
    return fill(json, data, context);
  }

  private JsonNode fill(JsonNode part, JsonNode data, JsonNode context) throws PathException {
    return switch (part) {
      case ObjectNode object -> fillObject(object, data, context);
      case ArrayNode array -> {
        ArrayNode filled = JsonNodeFactory.instance.arrayNode();
        for (JsonNode element : array) {
          filled.add(fill(element, data, context));
        }
        yield filled;
      }
      default -> part;
    };
  }

  private ObjectNode fillObject(ObjectNode object, JsonNode data, JsonNode context)
      throws PathException {
    ObjectNode filled = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      String name = field.getKey();
      if (name.endsWith(SUFFIX)) {
        filled.set(
            name.substring(0, name.length() - SUFFIX.length()),
            found(field.getValue().asString(), data, context));
      } else {
        filled.set(name, fill(field.getValue(), data, context));
      }
    }
    return filled;
  }

  private JsonNode found(String text, JsonNode data, JsonNode context) throws PathException {
    DataPath path = paths.get(text);
    if (path == null) {
      throw new IllegalStateException("a path that was not read: " + text);
    }
    return path.find(data, context).orElseThrow(() -> new PathException(path, data));
  }
}
