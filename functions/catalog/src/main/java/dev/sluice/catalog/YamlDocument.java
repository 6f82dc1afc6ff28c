package dev.sluice.catalog;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One YAML file as JSON, with the place of every value.
 *
 * <p>YAML 1.2: {@code no}, {@code on} and {@code y} are text, not truth values.
 */
public final class YamlDocument {
  private static final int MAX_ALIASES = 20;

  /** Room for the relations and columns of a database of several thousand tables. */
  private static final int MAX_CODE_POINTS = 5_000_000;

  private static final int MAX_DEPTH = 64;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final String file;
  private final Map<String, Location> locations = new HashMap<>();
  private final List<Mistake> mistakes = new ArrayList<>();
  private final Deque<Node> open = new ArrayDeque<>();
  private JsonNode root = JSON.nullNode();

  private YamlDocument(String file) {
    this.file = file;
  }

  /** Reads a text; what is wrong with it is in {@link #mistakes()}. */
  public static YamlDocument parse(String file, String text) {
    YamlDocument document = new YamlDocument(file);
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(file)
            .setMaxAliasesForCollections(MAX_ALIASES)
            .setCodePointLimit(MAX_CODE_POINTS)
            .build();
    try {
      Optional<Node> node = new Compose(settings).composeString(text);
      node.ifPresent(present -> document.root = document.convert(present, ""));
    } catch (MarkedYamlEngineException e) {
      document.mistakes.add(
          new Mistake(
              e.getProblemMark().map(document::location).orElse(document.start()),
              "this is not YAML: " + e.getProblem(),
              "Check the indentation and the quotes around here"));
    } catch (YamlEngineException e) {
      document.mistakes.add(
          new Mistake(
              document.start(),
              "this is not YAML that Sluice reads: " + e.getMessage(),
              "Keep one document of at most " + MAX_CODE_POINTS + " characters in a file"));
    }
    return document;
  }

  /** The document as JSON; null where it was empty or could not be read. */
  public JsonNode root() {
    return root;
  }

  /** What was wrong with the text itself. */
  public List<Mistake> mistakes() {
    return mistakes;
  }

  /** Where the value under a JSON pointer was written. */
  public Location at(String pointer) {
    return locations.getOrDefault(pointer, start());
  }

  /** The JSON pointer of a key below another pointer. */
  static String child(String pointer, String key) {
    return pointer + "/" + key.replace("~", "~0").replace("/", "~1");
  }

  private JsonNode convert(Node node, String pointer) {
    node.getStartMark().ifPresent(mark -> locations.put(pointer, location(mark)));
    if (open.size() > MAX_DEPTH || open.contains(node)) {
      mistakes.add(
          new Mistake(
              at(pointer),
              "this is nested more than " + MAX_DEPTH + " deep",
              "Write it flatter, and let no alias contain itself"));
      return JSON.nullNode();
    }
    open.push(node);
    try {
      return switch (node) {
        case ScalarNode scalar -> scalar(scalar, pointer);
        case SequenceNode sequence -> sequence(sequence, pointer);
        case MappingNode mapping -> mapping(mapping, pointer);
        default -> throw new IllegalStateException("unknown YAML node " + node.getNodeType());
      };
    } finally {
      open.pop();
    }
  }

  private ArrayNode sequence(SequenceNode node, String pointer) {
    ArrayNode array = JSON.arrayNode();
    for (Node item : node.getValue()) {
      array.add(convert(item, pointer + "/" + array.size()));
    }
    return array;
  }

  private ObjectNode mapping(MappingNode node, String pointer) {
    ObjectNode object = JSON.objectNode();
    for (NodeTuple tuple : node.getValue()) {
      Location at = tuple.getKeyNode().getStartMark().map(this::location).orElse(start());
      if (!(tuple.getKeyNode() instanceof ScalarNode scalar)) {
        mistakes.add(new Mistake(at, "a key must be text", "Write 'key: value'"));
        continue;
      }
      String key = scalar.getValue();
      String inner = child(pointer, key);
      if (object.has(key)) {
        mistakes.add(new Mistake(at, "'" + key + "' is written twice", "Keep one of the two"));
      }
      object.set(key, convert(tuple.getValueNode(), inner));
      // A key is where an eye looks for it; its value may start a line below.
      locations.put(inner, at);
    }
    return object;
  }

  private JsonNode scalar(ScalarNode node, String pointer) {
    String text = node.getValue();
    Tag tag = node.getTag();
    if (tag.equals(Tag.NULL)) {
      return JSON.nullNode();
    }
    if (tag.equals(Tag.BOOL)) {
      return JSON.booleanNode(Boolean.parseBoolean(text));
    }
    try {
      if (tag.equals(Tag.INT)) {
        return JSON.numberNode(new BigInteger(text));
      }
      if (tag.equals(Tag.FLOAT)) {
        return JSON.numberNode(new BigDecimal(text));
      }
    } catch (NumberFormatException e) {
      mistakes.add(
          new Mistake(
              at(pointer),
              "'" + text + "' is not a number that JSON knows",
              "Write it in decimal digits, or in quotes if it is text"));
    }
    return JSON.stringNode(text);
  }

  private Location location(Mark mark) {
    return new Location(file, mark.getLine() + 1, mark.getColumn() + 1);
  }

  private Location start() {
    return new Location(file, 1, 1);
  }
}
