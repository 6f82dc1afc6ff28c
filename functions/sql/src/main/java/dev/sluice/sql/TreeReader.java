package dev.sluice.sql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/** Reads the parse tree's JSON, within the limits of nodes and depth. */
final class TreeReader {
  /** A place in a list where nothing stands, as in a plain DISTINCT. */
  static final String NOTHING = "";

  /** The type of an object without one, in a field that is not known: it is refused later. */
  private static final String UNKNOWN = "unknown";

  /** A node is at most an object around its type, its own and a list. */
  private static final int LEVELS_PER_NODE = 3;

  private final JsonFactory json;
  private final Limits limits;

  /** Safe for use by several threads. */
  TreeReader(Limits limits) {
    this.limits = limits;
    json =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(LEVELS_PER_NODE * (limits.depthNodes() + 4))
                    .build())
            .build();
  }

  /**
   * The statements of a text.
   *
   * @throws RefusalException when the tree is too large
   */
  List<Node> statements(byte[] tree) {
    try (JsonParser parser = json.createParser(ObjectReadContext.empty(), tree)) {
      parser.nextToken();
      List<Node> statements = new ArrayList<>();
      for (String name = parser.nextName(); name != null; name = parser.nextName()) {
        parser.nextToken();
        if (name.equals("stmts")) {
          Walk walk = new Walk(parser);
          while (parser.nextToken() != JsonToken.END_ARRAY) {
            statements.add(walk.bare("RawStmt", 0));
          }
        }
      }
      return statements;
    } catch (StreamConstraintsException _) {
      throw tooDeep();
    }
  }

  private RefusalException tooDeep() {
    return new RefusalException(
        "the depth of the statement",
        -1,
        "it nests deeper than " + limits.depthNodes() + " levels",
        "nest less: write x in (…) or a WITH query instead of long chains");
  }

  private final class Walk {
    private final JsonParser parser;
    private int nodes;

    Walk(JsonParser parser) {
      this.parser = parser;
    }

    /** A node written without its type: the object that the parser stands in. */
    Node bare(String type, int depth) {
      return node(type, parser.nextName(), depth);
    }

    /** The fields from the one whose name was read to the end of the object. */
    private Node node(String type, @Nullable String first, int depth) {
      count(depth);
      Map<String, Object> fields = new LinkedHashMap<>();
      for (String name = first; name != null; name = parser.nextName()) {
        parser.nextToken();
        @Nullable Object value = value(type, name, depth);
        fields.put(name, value == null ? NOTHING : value);
      }
      return new Node(type, fields);
    }

    private @Nullable Object value(String type, String name, int depth) {
      return switch (parser.currentToken()) {
        case START_ARRAY -> list(type, name, depth);
        case START_OBJECT -> {
          @Nullable String bare = NodeTypes.bareType(type, name);
          yield bare == null ? wrapped(depth) : bare(bare, depth + 1);
        }
        case VALUE_STRING -> parser.getString();
        case VALUE_NUMBER_INT -> parser.getLongValue();
        case VALUE_TRUE -> true;
        case VALUE_FALSE -> false;
        case null, default -> null;
      };
    }

    private List<Object> list(String type, String name, int depth) {
      List<Object> list = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        @Nullable Object value = value(type, name, depth);
        list.add(value == null ? NOTHING : value);
      }
      return list;
    }

    /** A node with its type around it; without one when it is empty, or of no known shape. */
    private @Nullable Object wrapped(int depth) {
      @Nullable String type = parser.nextName();
      if (type == null) {
        return null;
      }
      if (!Character.isUpperCase(type.charAt(0))) {
        return node(UNKNOWN, type, depth + 1);
      }
      boolean isObject = parser.nextToken() == JsonToken.START_OBJECT;
      Node node = isObject ? bare(type, depth + 1) : new Node(UNKNOWN, Map.of());
      if (parser.nextToken() != JsonToken.END_OBJECT) {
        throw new IllegalStateException("the parse tree has a node with two types: " + type);
      }
      return node;
    }

    private void count(int depth) {
      if (depth > limits.depthNodes()) {
        throw tooDeep();
      }
      if (++nodes > limits.nodes()) {
        throw new RefusalException(
            "the size of the statement",
            -1,
            "it has more than " + limits.nodes() + " parts",
            "ask for less at once, in several statements");
      }
    }
  }
}
