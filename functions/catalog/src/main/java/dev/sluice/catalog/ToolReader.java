package dev.sluice.catalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Turns one document into a declared tool, or into the mistakes that stand in its way. */
final class ToolReader {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,63}");
  private static final int MAX_DESCRIPTION_CHARS = 1_024;
  private static final int MAX_TITLE_CHARS = 128;
  private static final int MAX_SQL_CHARS = 16_384;
  private static final int MAX_EXAMPLES = 16;

  private static final List<String> KEYS =
      List.of("name", "title", "description", "input", "sql", "limits", "examples");

  /**
   * Known to the format, refused until something enforces them: a promise must never be ignored.
   */
  private static final Set<String> NOT_ENFORCED_YET =
      Set.of("scopes", "page_by", "max_age_seconds", "when_stale", "cache", "execution");

  private final YamlDocument document;
  private final ObjectNode declaration;
  private final List<Mistake> mistakes;
  private final int mistakesBefore;

  ToolReader(YamlDocument document, ObjectNode declaration, List<Mistake> mistakes) {
    this.document = document;
    this.declaration = declaration;
    this.mistakes = mistakes;
    this.mistakesBefore = mistakes.size();
  }

  /** The tool; empty when a mistake was added. */
  Optional<ToolDeclaration> read() {
    refuseUnknownKeys("", declaration, KEYS);
    String name = name();
    String title = text("title", MAX_TITLE_CHARS);
    String description = text("description", MAX_DESCRIPTION_CHARS);
    String sql = text("sql", MAX_SQL_CHARS);
    ObjectNode input = input();
    Limits limits = limits();
    List<ObjectNode> examples = examples();
    if (mistakes.size() > mistakesBefore) {
      return Optional.empty();
    }
    return Optional.of(
        new ToolDeclaration(
            name,
            title,
            description,
            List.of(),
            input,
            sql,
            List.of(),
            null,
            WhenStale.ERROR,
            Caching.DEFAULT,
            Execution.SYNC,
            limits,
            examples,
            locations()));
  }

  private Map<String, Location> locations() {
    Map<String, Location> locations = new HashMap<>();
    locations.put("", document.at(""));
    for (String key : declaration.propertyNames()) {
      locations.put(key, document.at("/" + key));
    }
    return locations;
  }

  private void refuseUnknownKeys(String under, ObjectNode object, List<String> known) {
    for (String key : object.propertyNames()) {
      if (known.contains(key)) {
        continue;
      }
      Location at = document.at(under + "/" + key);
      if (under.isEmpty() && NOT_ENFORCED_YET.contains(key)) {
        mistakes.add(
            new Mistake(
                at,
                "'" + key + "' is not enforced yet, and Sluice ignores no promise",
                "Remove it for now"));
      } else {
        mistakes.add(
            new Mistake(
                at,
                "'"
                    + key
                    + "' is not a key of "
                    + (under.isEmpty() ? "a tool" : under.substring(1)),
                Spelling.nearest(key, known)
                    .map(nearest -> "Write '" + nearest + "', if that was meant")
                    .orElse("The keys are " + String.join(", ", known))));
      }
    }
  }

  private String name() {
    String name = text("name", 64);
    if (!name.isEmpty() && !NAME.matcher(name).matches()) {
      add("/name", "'" + name + "' is not a tool's name", "Use a-z, 0-9 and _, a letter first");
    }
    return name;
  }

  private String text(String key, int maxChars) {
    JsonNode value = declaration.get(key);
    if (value == null) {
      add("", "the tool has no '" + key + "'", "Add the line '" + key + ": …'");
      return "";
    }
    if (!value.isString() || value.asString().isBlank()) {
      add(
          "/" + key,
          "'" + key + "' must be text",
          "Write it after the colon, in quotes if need be");
      return "";
    }
    String text = value.asString().strip();
    if (text.length() > maxChars) {
      add(
          "/" + key,
          "'" + key + "' has " + text.length() + " characters",
          "Keep it to " + maxChars);
    }
    return text;
  }

  private ObjectNode input() {
    JsonNode value = declaration.get("input");
    if (value instanceof ObjectNode schema) {
      if (!"object".equals(schema.path("type").asString(""))) {
        add("/input", "'input' must describe an object", "Write 'type: object' in it");
      } else if (!schema.path("properties").isMissingNode()
          && !schema.path("properties").isObject()) {
        add("/input/properties", "'properties' must map names to schemas", "Write { name: { … } }");
      }
      return schema;
    }
    add(
        value == null ? "" : "/input",
        "the tool has no 'input' schema",
        "Write 'input: { type: object, properties: {} }' for a tool without arguments");
    return declaration.objectNode();
  }

  private Limits limits() {
    JsonNode value = declaration.get("limits");
    if (value == null) {
      return Limits.DEFAULT;
    }
    if (!(value instanceof ObjectNode limits)) {
      add(
          "/limits",
          "'limits' must be a mapping",
          "Write { rows: 200, bytes: 262144, timeout_ms: 2000 }");
      return Limits.DEFAULT;
    }
    refuseUnknownKeys("/limits", limits, List.of("rows", "bytes", "timeout_ms"));
    return new Limits(
        limit(limits, "rows", 1, Limits.MOST_ROWS, Limits.DEFAULT.maxRows()),
        limit(limits, "bytes", Limits.LEAST_BYTES, Limits.MOST_BYTES, Limits.DEFAULT.maxBytes()),
        limit(limits, "timeout_ms", 1, Limits.MOST_TIMEOUT_MILLIS, Limits.DEFAULT.timeoutMillis()));
  }

  private int limit(ObjectNode limits, String key, int least, int most, int otherwise) {
    JsonNode value = limits.get(key);
    if (value == null) {
      return otherwise;
    }
    if (!value.isIntegralNumber()
        || !value.canConvertToInt()
        || value.asInt() < least
        || value.asInt() > most) {
      add(
          "/limits/" + key,
          "'" + key + "' is " + value,
          "Write a whole number from " + least + " to " + most);
      return otherwise;
    }
    return value.asInt();
  }

  private List<ObjectNode> examples() {
    JsonNode value = declaration.get("examples");
    List<ObjectNode> examples = new ArrayList<>();
    if (value == null || !value.isArray() || value.isEmpty()) {
      add(
          value == null ? "" : "/examples",
          "the tool has no 'examples'",
          "Write a list of arguments that it answers: they warm it up and test it");
      return examples;
    }
    if (value.size() > MAX_EXAMPLES) {
      add("/examples", "there are " + value.size() + " examples", "Keep at most " + MAX_EXAMPLES);
    }
    for (int i = 0; i < value.size(); i++) {
      if (value.get(i) instanceof ObjectNode example) {
        examples.add(example);
      } else {
        add("/examples/" + i, "an example must map arguments to values", "Write { name: value }");
      }
    }
    return examples;
  }

  private void add(String pointer, String problem, String remedy) {
    mistakes.add(new Mistake(document.at(pointer), problem, remedy));
  }
}
