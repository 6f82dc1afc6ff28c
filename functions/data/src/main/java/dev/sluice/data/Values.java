package dev.sluice.data;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * How a type's values become JSON, from the text that PostgreSQL writes in the pinned session.
 *
 * <p>A number is a JSON number where every reader of JSON gets its exact value, and text otherwise:
 * a whole or decimal number up to 15 significant digits, since IEEE 754's double keeps those; a
 * floating one always, since it is a double, but for NaN and the infinities.
 */
@FunctionalInterface
interface Values {
  /** Digits that survive a double (DBL_DIG). */
  int MOST_EXACT_DIGITS = 15;

  JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Numbers inside a document stay as they were written. */
  JsonMapper DOCUMENTS =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  /** The value of a text that is not null. */
  JsonNode read(String text);

  /** The value of a column's text, null included. */
  default JsonNode toJson(@Nullable String text) {
    return text == null ? JSON.nullNode() : read(text);
  }

  /** The reading of a type that is no array, by PostgreSQL's name for it. */
  static Values of(String type) {
    return switch (type) {
      case "int2", "int4", "oid", "int8", "numeric" -> Values::number;
      case "float4", "float8" -> Values::floating;
      case "bool" -> text -> JSON.booleanNode(text.equals("t"));
      case "json", "jsonb" -> Values::document;
      case "bytea" -> Values::bytes;
      case "timestamp" -> Values::moment;
      case "timestamptz" -> text -> moment(utc(text));
      default -> JSON::stringNode;
    };
  }

  /** The reading of an array whose elements are read so, with this between them. */
  static Values array(Values element, char delimiter) {
    return text -> {
      ArrayNode array = new ArrayLiteral(text, delimiter, element).read();
      return array;
    };
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
