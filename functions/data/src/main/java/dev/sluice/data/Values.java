package dev.sluice.data;

import static java.util.Map.entry;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a type's values become JSON, from the text that PostgreSQL writes in the pinned session, and
 * the JSON Schema of what they become: the two stand side by side, so that they cannot drift apart.
 *
 * <p>A number is a JSON number where every reader of JSON gets its exact value, and text otherwise:
 * a whole or decimal number up to 15 significant digits, since IEEE 754's double keeps those; a
 * floating one always, since it is a double, but for NaN and the infinities.
 *
 * @param reading of a text that is not null
 * @param shape of what comes of it
 */
record Values(Function<String, JsonNode> reading, Shape shape) {
  /** Digits that survive a double (DBL_DIG). */
  private static final int MOST_EXACT_DIGITS = 15;

  static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Numbers inside a document stay as they were written. */
  private static final JsonMapper DOCUMENTS =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  /** Of all types that are not named below. */
  private static final Values TEXT = new Values(JSON::stringNode, Shape.of("string"));

  /** By PostgreSQL's name. */
  private static final Map<String, Values> BY_TYPE =
      Map.ofEntries(
          entry("int2", new Values(Values::number, Shape.of("integer"))),
          entry("int4", new Values(Values::number, Shape.of("integer"))),
          entry("oid", new Values(Values::number, Shape.of("integer"))),
          entry("int8", new Values(Values::number, Shape.of("integer", "string"))),
          entry("numeric", new Values(Values::number, Shape.of("number", "string"))),
          entry("float4", new Values(Values::floating, Shape.of("number", "string"))),
          entry("float8", new Values(Values::floating, Shape.of("number", "string"))),
          entry(
              "bool", new Values(text -> JSON.booleanNode(text.equals("t")), Shape.of("boolean"))),
          // What fills it up means nothing (manual, 8.3), and costs a model tokens.
          entry("bpchar", new Values(Values::unpadded, Shape.of("string"))),
          entry("json", new Values(Values::document, Shape.ANYTHING)),
          entry("jsonb", new Values(Values::document, Shape.ANYTHING)),
          entry("bytea", new Values(Values::bytes, new Shape(List.of("string"), "base64", null))),
          // No format: infinity and dates BC are none.
          entry("timestamp", new Values(Values::moment, Shape.of("string"))),
          entry("timestamptz", new Values(text -> moment(utc(text)), Shape.of("string"))));

  /**
   * What values look like as JSON.
   *
   * @param types JSON's own names, null apart, which every value may be; none for anything at all
   * @param contentEncoding of text, or null
   * @param items of an array, or null
   */
  record Shape(List<String> types, @Nullable String contentEncoding, @Nullable Shape items) {
    static final Shape ANYTHING = new Shape(List.of(), null, null);

    static Shape of(String... types) {
      return new Shape(List.of(types), null, null);
    }

    /** PostgreSQL's type of an array does not tell its depth: an item may be an array again. */
    Shape asItem() {
      return types.isEmpty() || types.contains("array")
          ? this
          : new Shape(
              Stream.concat(types.stream(), Stream.of("array")).toList(), contentEncoding, items);
    }

    /** What may be of these types, too, by JSON's own names. */
    Shape or(String... others) {
      return types.isEmpty()
          ? this
          : new Shape(
              Stream.concat(types.stream(), Stream.of(others)).distinct().toList(), null, items);
    }

    ObjectNode schema() {
      ObjectNode schema = JSON.objectNode();
      if (!types.isEmpty()) {
        ArrayNode names = schema.putArray("type");
        types.forEach(names::add);
        names.add("null");
      }
      if (contentEncoding != null) {
        schema.put("contentEncoding", contentEncoding);
      }
      if (items != null) {
        schema.set("items", items.schema());
      }
      return schema;
    }
  }

  /** The value of a text that is not null. */
  JsonNode read(String text) {
    return reading.apply(text);
  }

  /** The value of a column's text, null included. */
  JsonNode toJson(@Nullable String text) {
    return text == null ? JSON.nullNode() : read(text);
  }

  /** The value as an answer shows it where that is text, else as PostgreSQL writes it. */
  String asText(String text) {
    return shape.types().equals(List.of("string")) ? read(text).asString() : text;
  }

  /** A JSON Schema that every value fits, null included. */
  ObjectNode schema() {
    return shape.schema();
  }

  /** The reading of a type that is no array, by PostgreSQL's name for it. */
  static Values of(String type) {
    return BY_TYPE.getOrDefault(type, TEXT);
  }

  /** The reading of an array whose elements are read so, with this between them. */
  static Values array(Values element, char delimiter) {
    return new Values(
        text -> new ArrayLiteral(text, delimiter, element).read(),
        new Shape(List.of("array"), null, element.shape.asItem()));
  }

  private static JsonNode number(String text) {
    if (isNoNumber(text)) {
      return JSON.stringNode(text);
    }
    BigDecimal value = new BigDecimal(text);
    return value.precision() <= MOST_EXACT_DIGITS && Math.abs(value.scale()) <= MOST_EXACT_DIGITS
        ? JSON.numberNode(value)
        : JSON.stringNode(text);
  }

  /** What is a double in the database is one in every reader of JSON. */
  private static JsonNode floating(String text) {
    if (isNoNumber(text)) {
      return JSON.stringNode(text);
    }
    return text.equals("-0") ? JSON.numberNode(-0.0) : JSON.numberNode(new BigDecimal(text));
  }

  private static boolean isNoNumber(String text) {
    return text.equals("NaN") || text.endsWith("Infinity");
  }

  /**
   * A document that is nested deeper than the reader follows stays text, and so does one that
   * cannot be written in UTF-8: the type json, unlike jsonb, lets half a surrogate pair pass.
   */
  private static JsonNode document(String text) {
    try {
      JsonNode document = DOCUMENTS.readTree(text);
      boolean writable =
          !text.contains("\\u")
              || StandardCharsets.UTF_8.newEncoder().canEncode(document.toString());
      return writable ? document : JSON.stringNode(text);
    } catch (JacksonException e) {
      return JSON.stringNode(text);
    }
  }

  private static JsonNode unpadded(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == ' ') {
      end--;
    }
    return JSON.stringNode(text.substring(0, end));
  }

  private static JsonNode bytes(String text) {
    byte[] bytes = HexFormat.of().parseHex(text, 2, text.length());
    return JSON.stringNode(Base64.getEncoder().encodeToString(bytes));
  }

  /** The session's zone is UTC, which ISO 8601 writes as Z. */
  private static String utc(String text) {
    return text.replaceFirst("\\+00(?=$| BC$)", "Z");
  }

  /** ISO 8601 puts a T between date and time; {@code infinity} and dates BC stay PostgreSQL's. */
  private static JsonNode moment(String text) {
    return JSON.stringNode(text.endsWith(" BC") ? text : text.replace(' ', 'T'));
  }
}
