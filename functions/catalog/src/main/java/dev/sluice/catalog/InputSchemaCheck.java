package dev.sluice.catalog;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Checks the JSON Schema of a tool's arguments where the standard is silent and a model suffers: a
 * misspelt keyword is legal and means nothing, a required argument need not exist.
 */
final class InputSchemaCheck {
  private static final int MAX_ARGUMENTS = 64;

  private static final List<String> TYPES =
      List.of("string", "integer", "number", "boolean", "array", "object", "null");

  /** What people write who think in SQL or in a programming language. */
  private static final Map<String, String> OTHER_TYPES =
      Map.ofEntries(
          Map.entry("int", "type: integer"),
          Map.entry("int4", "type: integer"),
          Map.entry("int8", "type: integer"),
          Map.entry("bigint", "type: integer"),
          Map.entry("long", "type: integer"),
          Map.entry("decimal", "type: number"),
          Map.entry("numeric", "type: number"),
          Map.entry("float", "type: number"),
          Map.entry("double", "type: number"),
          Map.entry("text", "type: string"),
          Map.entry("str", "type: string"),
          Map.entry("varchar", "type: string"),
          Map.entry("bool", "type: boolean"),
          Map.entry("list", "type: array"),
          Map.entry("date", "type: string, format: date"),
          Map.entry("time", "type: string, format: time"),
          Map.entry("datetime", "type: string, format: date-time"),
          Map.entry("timestamp", "type: string, format: date-time"),
          Map.entry("uuid", "type: string, format: uuid"));

  private static final Set<String> MAPS_OF_SCHEMAS =
      Set.of("properties", "patternProperties", "$defs", "dependentSchemas");
  private static final Set<String> LISTS_OF_SCHEMAS =
      Set.of("allOf", "anyOf", "oneOf", "prefixItems");
  private static final Set<String> SCHEMAS =
      Set.of(
          "items",
          "additionalProperties",
          "unevaluatedItems",
          "unevaluatedProperties",
          "contains",
          "propertyNames",
          "not",
          "if",
          "then",
          "else");
  private static final Set<String> NUMBERS =
      Set.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf");
  private static final Set<String> COUNTS =
      Set.of(
          "minLength",
          "maxLength",
          "minItems",
          "maxItems",
          "minProperties",
          "maxProperties",
          "minContains",
          "maxContains");
  private static final Set<String> TEXTS = Set.of("title", "description", "format", "pattern");
  private static final Set<String> OTHERS =
      Set.of(
          "type",
          "enum",
          "const",
          "required",
          "default",
          "examples",
          "dependentRequired",
          "uniqueItems",
          "deprecated",
          "readOnly",
          "writeOnly",
          "$ref",
          "$comment",
          "$id",
          "$schema",
          "$anchor",
          "contentEncoding",
          "contentMediaType");
  private static final List<String> KEYWORDS =
      List.of(MAPS_OF_SCHEMAS, LISTS_OF_SCHEMAS, SCHEMAS, NUMBERS, COUNTS, TEXTS, OTHERS).stream()
          .flatMap(Set::stream)
          .sorted()
          .toList();

  private final Fields input;

  InputSchemaCheck(Fields input) {
    this.input = input;
  }

  void check() {
    ObjectNode schema = input.object();
    JsonNode type = schema.get("type");
    if (type == null
        || (TYPES.contains(type.asString("")) && !type.asString("").equals("object"))) {
      input.add(
          type == null ? "" : "type",
          "'input' must describe an object",
          "Write 'type: object' in it");
    }
    if (schema.get("properties") instanceof ObjectNode properties) {
      checkNames(properties);
    }
    visit(schema, "");
  }

  private void checkNames(ObjectNode properties) {
    if (properties.size() > MAX_ARGUMENTS) {
      input.add(
          "properties",
          "there are " + properties.size() + " arguments",
          "Keep at most " + MAX_ARGUMENTS);
    }
    for (String name : properties.propertyNames()) {
      if (!Names.ARGUMENT.matcher(name).matches()) {
        String snake = snakeCase(name);
        input.addUnder(
            YamlDocument.child("/properties", name),
            "'" + name + "' cannot be an argument: the statement could not name it",
            Names.ARGUMENT.matcher(snake).matches()
                ? "Write '" + snake + "', and ':" + snake + "' in 'sql'"
                : "Use a-z, 0-9 and _, no digit first, at most 64 characters");
      }
    }
  }

  private static String snakeCase(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
        .replaceAll("[ .-]+", "_")
        .toLowerCase(Locale.ROOT);
  }

  private void visit(JsonNode schema, String pointer) {
    if (schema.isBoolean()) {
      return;
    }
    if (!(schema instanceof ObjectNode object)) {
      String word = schema.asString("");
      input.addUnder(
          pointer,
          "a schema must be a mapping",
          "Write { " + (TYPES.contains(word) ? "type: " + word : otherType(word)) + " }");
      return;
    }
    for (String key : object.propertyNames()) {
      visitKeyword(object, key, pointer);
    }
  }

  private void visitKeyword(ObjectNode schema, String key, String pointer) {
    JsonNode value = schema.path(key);
    String inner = YamlDocument.child(pointer, key);
    if (key.equals("type")) {
      checkType(value, inner);
    } else if (key.equals("required")) {
      checkRequired(schema, value, pointer);
    } else if (key.equals("enum")) {
      checkEnum(value, inner);
    } else if (MAPS_OF_SCHEMAS.contains(key)) {
      visitMap(value, key, inner);
    } else if (LISTS_OF_SCHEMAS.contains(key)) {
      visitList(value, key, inner);
    } else if (SCHEMAS.contains(key)) {
      visit(value, inner);
    } else if (NUMBERS.contains(key) && !value.isNumber()) {
      input.addUnder(inner, "'" + key + "' is " + value, "Write a number");
    } else if (COUNTS.contains(key) && !(value.canConvertToInt() && value.asInt() >= 0)) {
      input.addUnder(inner, "'" + key + "' is " + value, "Write a whole number from 0 on");
    } else if (TEXTS.contains(key)) {
      checkText(value, key, inner);
    } else if (!KEYWORDS.contains(key)) {
      Spelling.nearest(key, KEYWORDS)
          .ifPresent(
              nearest ->
                  input.addUnder(
                      inner,
                      "'" + key + "' is not a keyword of JSON Schema",
                      Fields.ifMeant(nearest)));
    }
  }

  private void checkText(JsonNode value, String key, String inner) {
    if (!value.isString()) {
      input.addUnder(inner, "'" + key + "' must be text", "Write it in quotes");
    } else if (key.equals("pattern")) {
      try {
        Pattern.compile(value.asString());
      } catch (PatternSyntaxException e) {
        input.addUnder(
            inner,
            "'" + value.asString() + "' is not a regular expression: " + e.getDescription(),
            "Correct it, or remove it");
      }
    }
  }

  private void checkEnum(JsonNode value, String inner) {
    if (!value.isArray() || value.isEmpty()) {
      input.addUnder(inner, "'enum' must list the values", "Write [ O, F, P ]");
    }
  }

  private void visitMap(JsonNode value, String key, String inner) {
    if (!(value instanceof ObjectNode map)) {
      input.addUnder(inner, "'" + key + "' must map names to schemas", "Write { name: { … } }");
      return;
    }
    for (String name : map.propertyNames()) {
      visit(map.path(name), YamlDocument.child(inner, name));
    }
  }

  private void visitList(JsonNode value, String key, String inner) {
    if (!value.isArray() || value.isEmpty()) {
      input.addUnder(inner, "'" + key + "' must list schemas", "Write [ { … }, { … } ]");
      return;
    }
    for (int i = 0; i < value.size(); i++) {
      visit(value.get(i), inner + "/" + i);
    }
  }

  private void checkType(JsonNode value, String inner) {
    if (value.isArray() && !value.isEmpty()) {
      for (int i = 0; i < value.size(); i++) {
        checkTypeWord(value.get(i), inner + "/" + i);
      }
    } else {
      checkTypeWord(value, inner);
    }
  }

  private void checkTypeWord(JsonNode value, String inner) {
    if (value.isString() && TYPES.contains(value.asString())) {
      return;
    }
    input.addUnder(
        inner,
        (value.isString() ? "'" + value.asString() + "'" : value.toString())
            + " is not a type of JSON Schema",
        value.isNull()
            ? "Write \"null\" in quotes"
            : "Write '" + otherType(value.asString("")) + "'");
  }

  /** What to write for a word that is no type. */
  private static String otherType(String word) {
    String other = OTHER_TYPES.get(word.toLowerCase(Locale.ROOT));
    if (other != null) {
      return other;
    }
    return Spelling.nearest(word.toLowerCase(Locale.ROOT), TYPES)
        .map(nearest -> "type: " + nearest)
        .orElse("type: string");
  }

  /**
   * Names in {@code required} must be properties of the same schema; parts of a composed schema may
   * require what another part declares.
   */
  private void checkRequired(ObjectNode schema, JsonNode value, String pointer) {
    String inner = pointer + "/required";
    if (!value.isArray()) {
      input.addUnder(
          inner,
          "'required' must be a list",
          "List the names that must be given, beside 'properties': required: [ … ]");
      return;
    }
    boolean declares = pointer.isEmpty() || schema.has("properties");
    List<String> properties =
        schema.get("properties") instanceof ObjectNode map
            ? List.copyOf(map.propertyNames())
            : List.of();
    for (int i = 0; i < value.size(); i++) {
      String name = value.get(i).asString("");
      // A property that must be renamed to this is a mistake of its own.
      boolean isOne =
          properties.contains(name) || properties.stream().anyMatch(p -> snakeCase(p).equals(name));
      if (!value.get(i).isString()) {
        input.addUnder(inner + "/" + i, value.get(i) + " is not text", "Write an argument's name");
      } else if (declares && !isOne) {
        input.addUnder(
            inner + "/" + i,
            "'required' names '" + name + "', which is not a property",
            Spelling.nearest(name, properties)
                .map(Fields::ifMeant)
                .orElse("Add it to 'properties', or remove it here"));
      }
    }
  }
}
