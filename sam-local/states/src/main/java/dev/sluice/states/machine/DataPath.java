package dev.sluice.states.machine;

import com.jayway.jsonpath.InvalidPathException;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.PathNotFoundException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A JSONPath into a state's data, or with {@code $$} into the context object.
 *
 * @param text as it was written; {@code null} for a path that finds an empty object
 * @param compiled null for that path
 */
public record DataPath(String text, @Nullable JsonPath compiled) {
  static final DataPath WHOLE = of("$");
  static final DataPath NOTHING = new DataPath("null", null);

  private static final JsonMapper JSON = JsonMapper.shared();

  /**
   * A path as it is written in a file.
   *
   * @throws InvalidPathException when it is none
   */
  static DataPath of(String text) {
    return new DataPath(text, JsonPath.compile(isOfContext(text) ? text.substring(1) : text));
  }

  /** Whether it leads into the context object. */
  public boolean isOfContext() {
    return isOfContext(text);
  }

  private static boolean isOfContext(String text) {
    return text.startsWith("$$");
  }

  /** What is there; empty where nothing is. A path that may find many finds a list. */
  public Optional<JsonNode> find(JsonNode data, JsonNode context) {
    if (compiled == null) {
      return Optional.of(JsonNodeFactory.instance.objectNode());
    }
    JsonNode from = isOfContext() ? context : data;
    if (compiled.getPath().equals("$")) {
      return Optional.of(from);
    }
    if (!from.isContainer()) {
      return Optional.empty();
    }
    try {
      // The library knows plain maps and lists.
      @Nullable Object found = compiled.read(JSON.treeToValue(from, Object.class));
      return Optional.of(JSON.valueToTree(found));
    } catch (PathNotFoundException e) {
      return Optional.empty();
    }
  }
}
