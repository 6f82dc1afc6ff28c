package dev.sluice.sql;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The node types that a statement may be made of, and their fields: {@code nodes.txt}. */
final class NodeTypes {
  /** What a field holds. */
  private sealed interface Field {
    /** A node with its type around it, or a list of them. */
    record Nodes() implements Field {}

    /** A node written without its type. */
    record Bare(String type) implements Field {}

    /** A value; any when the set is empty. */
    record Value(Set<String> of) implements Field {}
  }

  private static final String PLACE = "location";
  private static final Map<String, Map<String, Field>> TYPES = read();

  private NodeTypes() {}

  /** Whether a type may be there at all. */
  static boolean knows(String type) {
    return TYPES.containsKey(type);
  }

  /** Whether nodes of a type say where they start in the text. */
  static boolean knowsPlace(String type) {
    Map<String, Field> fields = TYPES.get(type);
    return fields != null && fields.containsKey(PLACE);
  }

  /** The type of a node that is written without it, or null where it is not known. */
  static @Nullable String bareType(String type, String field) {
    Map<String, Field> fields = TYPES.get(type);
    return fields != null && fields.get(field) instanceof Field.Bare bare ? bare.type() : null;
  }

  /**
   * Refuses what is not known, in every position.
   *
   * @throws RefusalException with the first such place
   */
  static void check(Node node) {
    Map<String, Field> known = TYPES.get(node.type());
    if (known == null) {
      throw Refusals.of(node.type(), "node", node, Constructs.name(node));
    }
    // In the file's order, so that what the text has first is told first.
    for (Map.Entry<String, Object> field : node.fields().entrySet()) {
      check(node, field.getKey(), known.get(field.getKey()), field.getValue());
    }
  }

  private static void check(Node node, String name, @Nullable Field known, Object value) {
    switch (known) {
      case Field.Value(Set<String> of) when isValue(value) -> {
        if (!of.isEmpty() && !of.contains(String.valueOf(value))) {
          throw unknown(node, name);
        }
      }
      case Field.Bare(String type) when value instanceof Node child && child.is(type) ->
          check(child);
      case Field.Nodes() when value instanceof Node child -> check(child);
      case Field.Nodes() when value instanceof List<?> list -> {
        for (Object part : list) {
          if (part instanceof Node child) {
            check(child);
          } else if (!TreeReader.NOTHING.equals(part)) {
            throw unknown(node, name);
          }
        }
      }
      case null, default -> throw unknown(node, name);
    }
  }

  private static boolean isValue(Object value) {
    return value instanceof String || value instanceof Long || value instanceof Boolean;
  }

  private static RefusalException unknown(Node node, String field) {
    Node value = node.node(field);
    Node place = value != null && value.offset() >= 0 ? value : node;
    return Refusals.of(node.type() + "." + field, "node", place, Constructs.name(node, field));
  }

  private static Map<String, Map<String, Field>> read() {
    Map<String, Map<String, Field>> types = new HashMap<>();
    Map<String, Field> fields = Map.of();
    for (String line : TextResource.lines("nodes.txt")) {
      String[] words = line.strip().split(" +", -1);
      boolean continued = line.startsWith(" ");
      if (!continued) {
        fields = new HashMap<>();
        types.put(words[0], fields);
      }
      for (int i = continued ? 0 : 1; i < words.length; i++) {
        readField(fields, words[i]);
      }
    }
    return types;
  }

  private static void readField(Map<String, Field> fields, String word) {
    int value = word.indexOf('=');
    int bare = word.indexOf(':');
    if (value >= 0) {
      String of = word.substring(value + 1);
      fields.put(
          word.substring(0, value),
          new Field.Value(of.isEmpty() ? Set.of() : Set.of(of.split("\\|", -1))));
    } else if (bare >= 0) {
      fields.put(word.substring(0, bare), new Field.Bare(word.substring(bare + 1)));
    } else {
      fields.put(word, new Field.Nodes());
    }
  }
}
