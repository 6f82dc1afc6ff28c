package dev.sluice.catalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Turns one document into a declared tool, or into the mistakes that stand in its way. */
final class ToolReader {
  static final List<String> KEYS =
      List.of(
          "name",
          "title",
          "description",
          "scopes",
          "input",
          "sql",
          "page_by",
          "max_age_seconds",
          "when_stale",
          "cache",
          "limits",
          "execution",
          "examples");

  private static final int MAX_DESCRIPTION_CHARS = 1_024;
  private static final int MAX_TITLE_CHARS = 128;
  private static final int MAX_SQL_CHARS = 16_384;
  private static final int MAX_EXAMPLES = 16;
  private static final int MOST_AGE_SECONDS = 86_400;
  private static final String CURSOR = "cursor";
  private static final String CACHE_REMEDY = "Write off, or { tags: [ … ] }";

  private final Fields fields;
  private final List<Mistake> mistakes;
  private final int mistakesBefore;

  ToolReader(YamlDocument document, ObjectNode declaration, List<Mistake> mistakes) {
    this.fields = new Fields(document, mistakes, "", declaration, "a tool");
    this.mistakes = mistakes;
    this.mistakesBefore = mistakes.size();
  }

  /** The tool; empty when a mistake was added. */
  Optional<ToolDeclaration> read() {
    fields.refuseOthers(KEYS);
    String name = name();
    String title = fields.text("title", MAX_TITLE_CHARS);
    String description = fields.text("description", MAX_DESCRIPTION_CHARS);
    List<String> scopes = fields.names("scopes", Names.SCOPES);
    ObjectNode input = input();
    String sql = fields.text("sql", MAX_SQL_CHARS);
    List<String> pageBy = fields.names("page_by", Names.PAGE_BY);
    Integer maxAgeSeconds = maxAgeSeconds();
    WhenStale whenStale = whenStale();
    Caching caching = caching();
    Execution execution = fields.choice("execution", Execution.class, Execution.SYNC);
    Limits limits = limits();
    List<ObjectNode> examples = examples();
    keepCursorFree(input);
    if (mistakes.size() > mistakesBefore) {
      return Optional.empty();
    }
    return Optional.of(
        new ToolDeclaration(
            name,
            title,
            description,
            scopes,
            input,
            sql,
            pageBy,
            maxAgeSeconds,
            whenStale,
            caching,
            execution,
            limits,
            examples,
            locations()));
  }

  private Map<String, Location> locations() {
    Map<String, Location> locations = new HashMap<>();
    locations.put("", fields.at(""));
    for (String key : fields.object().propertyNames()) {
      locations.put(key, fields.at(key));
    }
    return locations;
  }

  private String name() {
    String name = fields.text("name", Names.MAX_NAME_CHARS);
    if (!name.isEmpty() && !Names.TOOL.matcher(name).matches()) {
      fields.add(
          "name", "'" + name + "' is not a tool's name", "Use a-z, 0-9 and _, a letter first");
    }
    return name;
  }

  private ObjectNode input() {
    if (!fields.object().has("input")) {
      fields.add(
          "",
          "the tool has no 'input' schema",
          "Write 'input: { type: object, properties: {} }' for a tool without arguments");
    }
    Optional<Fields> input =
        fields.mapping("input", "input", "{ type: object, properties: { name: { … } } }");
    input.ifPresent(schema -> new InputSchemaCheck(schema).check());
    return input.map(Fields::object).orElseGet(() -> fields.object().objectNode());
  }

  /** What is left of an answer that was cut is asked for under this name. */
  private void keepCursorFree(ObjectNode input) {
    if (fields.object().has("page_by") && input.path("properties").has(CURSOR)) {
      fields.addUnder(
          "/input/properties/" + CURSOR,
          "the argument '" + CURSOR + "' is Sluice's own where there is a 'page_by'",
          "Give it another name");
    }
  }

  private @Nullable Integer maxAgeSeconds() {
    String key = "max_age_seconds";
    if (!fields.object().has(key)) {
      return null;
    }
    return fields.integer(key, 0, MOST_AGE_SECONDS, 0);
  }

  private WhenStale whenStale() {
    String key = "when_stale";
    WhenStale whenStale = fields.choice(key, WhenStale.class, WhenStale.ERROR);
    if (fields.object().has(key) && !fields.object().has("max_age_seconds")) {
      fields.add(
          key,
          "'"
              + key
              + "' says what happens to an answer older than 'max_age_seconds' allows, and"
              + " there is none",
          "Add 'max_age_seconds: 60', or remove '" + key + "'");
    }
    return whenStale;
  }

  private Caching caching() {
    JsonNode value = fields.object().get("cache");
    if (value == null) {
      return Caching.DEFAULT;
    }
    if (value.isString() && value.asString().equals("off")) {
      return new Caching(false, List.of());
    }
    if (!value.isObject()) {
      fields.add("cache", "'cache' is " + value, CACHE_REMEDY);
      return Caching.DEFAULT;
    }
    List<String> tags = new ArrayList<>();
    fields
        .mapping("cache", "cache", "")
        .ifPresent(
            cache -> {
              cache.refuseOthers(List.of("tags"));
              if (!cache.object().has("tags")) {
                cache.add("", "'cache' has no 'tags'", CACHE_REMEDY);
              }
              tags.addAll(cache.names("tags", Names.TAGS));
            });
    return new Caching(true, tags);
  }

  private Limits limits() {
    return fields
        .mapping("limits", "limits", "{ rows: 200, bytes: 262144, timeout_ms: 2000 }")
        .map(
            limits -> {
              limits.refuseOthers(List.of("rows", "bytes", "timeout_ms"));
              Limits otherwise = Limits.DEFAULT;
              return new Limits(
                  limits.integer("rows", 1, Limits.MOST_ROWS, otherwise.maxRows()),
                  limits.integer(
                      "bytes", Limits.LEAST_BYTES, Limits.MOST_BYTES, otherwise.maxBytes()),
                  limits.integer(
                      "timeout_ms", 1, Limits.MOST_TIMEOUT_MILLIS, otherwise.timeoutMillis()));
            })
        .orElse(Limits.DEFAULT);
  }

  private List<ObjectNode> examples() {
    JsonNode value = fields.object().get("examples");
    if (value == null || value.isEmpty()) {
      fields.add(
          value == null ? "" : "examples",
          "the tool has no 'examples'",
          "Write a list of arguments that it answers: they warm it up and test it");
      return List.of();
    }
    return fields.mappings("examples", MAX_EXAMPLES, "an example", "{ argument: value }").stream()
        .map(Fields::object)
        .toList();
  }
}
