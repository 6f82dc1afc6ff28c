package dev.sluice.draft;

import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What is known of PostgreSQL's types, by the names that a column's type goes by. */
final class Types {
  private static final Set<String> WHOLE = Set.of("int2", "int4", "int8");
  private static final Set<String> TEXT = Set.of("text", "varchar", "bpchar", "citext");
  private static final Set<String> MOMENT = Set.of("date", "timestamp", "timestamptz");
  private static final Set<String> OTHER_KEYS = Set.of("numeric", "uuid", "time", "bool");
  private static final Set<String> AMOUNTS = Set.of("numeric", "float4", "float8", "money");

  /** Heavy, or of no use to a reader. */
  private static final Set<String> LARGE = Set.of("json", "jsonb", "xml", "tsvector", "bytea");

  private Types() {}

  static boolean isText(String type) {
    return TEXT.contains(type);
  }

  static boolean isMoment(String type) {
    return MOMENT.contains(type);
  }

  static boolean isAmount(String type) {
    return AMOUNTS.contains(type);
  }

  static boolean isLarge(String type) {
    return LARGE.contains(type) || type.endsWith("[]");
  }

  /** Whether equal values are written alike, so that a row is found by what was shown of it. */
  static boolean isKey(String type) {
    return WHOLE.contains(type) || isText(type) || isMoment(type) || OTHER_KEYS.contains(type);
  }

  /** Whether it is none of those that are known here: an enum, or what somebody added. */
  static boolean isForeign(String type) {
    return !isKey(type)
        && !isAmount(type)
        && !isLarge(type)
        && !Set.of("interval", "timetz", "oid", "inet", "cidr", "macaddr").contains(type);
  }

  /** The lines of JSON Schema that fit a type's values, of which one is known. */
  static String schema(String type, JsonNode example) {
    // Numbers of more digits than every reader of JSON keeps come, and go, as text.
    boolean asText = example.isString();
    if (WHOLE.contains(type)) {
      return asText ? "type: [integer, string]" : "type: integer";
    }
    return switch (type) {
      case "numeric" -> asText ? "type: [number, string]" : "type: number";
      case "bool" -> "type: boolean";
      case "uuid" -> "type: string\nformat: uuid";
      case "date" -> isDate(example.asString("")) ? "type: string\nformat: date" : "type: string";
      default -> "type: string";
    };
  }

  /** Whether a text is a date as JSON Schema has it: {@code infinity} and years BC are none. */
  static boolean isDate(String text) {
    return text.matches("\\d{4}-\\d\\d-\\d\\d");
  }
}
