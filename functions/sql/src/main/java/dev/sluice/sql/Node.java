package dev.sluice.sql;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A node of the parse tree, of a type that {@code nodes.txt} knows.
 *
 * @param type libpg_query's name of it
 * @param fields those that are not at their default; each a {@code Node}, a {@code List} of them, a
 *     {@code String}, a {@code Long} or a {@code Boolean}, whose kind {@link NodeTypes} has checked
 */
record Node(String type, Map<String, Object> fields) {
  /** What the tree says of a place that nothing in the text stands for. */
  private static final int NOWHERE = -1;

  private static final String PLACE = "location";

  boolean is(String name) {
    return type.equals(name);
  }

  boolean has(String field) {
    return fields.containsKey(field);
  }

  @Nullable Node node(String field) {
    return fields.get(field) instanceof Node node ? node : null;
  }

  /** A node that the grammar never leaves out. */
  Node required(String field) {
    Node node = node(field);
    if (node == null) {
      throw new IllegalStateException(type + " has no " + field);
    }
    return node;
  }

  /** The nodes of a list; those without a type, which stand for nothing, are left out. */
  List<Node> nodes(String field) {
    return fields.get(field) instanceof List<?> list
        ? list.stream().filter(Node.class::isInstance).map(Node.class::cast).toList()
        : List.of();
  }

  /** The value, or an empty text. */
  String text(String field) {
    return fields.get(field) instanceof String text ? text : "";
  }

  /** The value, or 0. */
  long number(String field) {
    return fields.get(field) instanceof Long number ? number : 0;
  }

  /** The value, or false. */
  boolean flag(String field) {
    return fields.get(field) instanceof Boolean flag && flag;
  }

  /** The texts of a list of names, as {@code funcname} is one. */
  List<String> names(String field) {
    return nodes(field).stream().map(name -> name.text("sval")).toList();
  }

  /** The byte of the text where it starts, from 0, or the first below it that knows; or -1. */
  int offset() {
    if (NodeTypes.knowsPlace(type) || has(PLACE)) {
      int offset = (int) number(PLACE);
      if (offset != NOWHERE) {
        return offset;
      }
    }
    int first = NOWHERE;
    for (Object value : fields.values()) {
      for (Object part : value instanceof List<?> list ? list : List.of(value)) {
        int offset = part instanceof Node node ? node.offset() : NOWHERE;
        if (offset != NOWHERE && (first == NOWHERE || offset < first)) {
          first = offset;
        }
      }
    }
    return first;
  }
}
