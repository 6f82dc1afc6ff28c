package dev.sluice.states.machine;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * A comparison of a choice. Values of the wrong kind are never equal, less or greater.
 *
 * @param name as in a file
 * @param operand what it compares with must be, in words
 * @param takes whether something is that
 * @param test of the value and what it is compared with
 */
public record Operator(
    String name, String operand, Predicate<JsonNode> takes, BiPredicate<JsonNode, JsonNode> test) {
  /** The one that {@link Rule.Present} is made of. */
  static final String IS_PRESENT = "IsPresent";

  static final String PATH_SUFFIX = "Path";

  boolean holds(JsonNode value, JsonNode with) {
    return test.test(value, with);
  }

  /** The operator of that name; {@code Path} behind the name is not part of it. */
  static Optional<Operator> named(String name) {
    if (name.equals("StringMatches")) {
      return Optional.of(text(name, (value, with) -> pattern(with).matcher(value).matches()));
    }
    if (name.startsWith("Is")) {
      return kind(name).map(test -> asked(name, test));
    }
    if (name.equals("BooleanEquals")) {
      return Optional.of(
          new Operator(name, "true or false", JsonNode::isBoolean, JsonNode::equals));
    }
    if (name.startsWith("String")) {
      return relation(name, "String")
          .map(is -> text(name, (value, with) -> is.test(value.compareTo(with))));
    }
    if (name.startsWith("Numeric")) {
      return relation(name, "Numeric").map(is -> numeric(name, is));
    }
    if (name.startsWith("Timestamp")) {
      return relation(name, "Timestamp").map(is -> timestamp(name, is));
    }
    return Optional.empty();
  }

  /** Whether what it is compared with may be found by a path instead. */
  boolean hasPathForm() {
    return !name.startsWith("Is") && !name.equals("StringMatches");
  }

  private static Optional<IntPredicate> relation(String name, String type) {
    return switch (name.substring(type.length())) {
      case "Equals" -> Optional.of(order -> order == 0);
      case "LessThan" -> Optional.of(order -> order < 0);
      case "GreaterThan" -> Optional.of(order -> order > 0);
      case "LessThanEquals" -> Optional.of(order -> order <= 0);
      case "GreaterThanEquals" -> Optional.of(order -> order >= 0);
      default -> Optional.empty();
    };
  }

  private static Optional<Predicate<JsonNode>> kind(String name) {
    return switch (name) {
      case "IsNull" -> Optional.of(JsonNode::isNull);
      case "IsNumeric" -> Optional.of(JsonNode::isNumber);
      case "IsString" -> Optional.of(JsonNode::isString);
      case "IsBoolean" -> Optional.of(JsonNode::isBoolean);
      case "IsTimestamp" -> Optional.of(node -> moment(node).isPresent());
      default -> Optional.empty();
    };
  }

  private static Operator asked(String name, Predicate<JsonNode> test) {
    return new Operator(
        name,
        "true or false",
        JsonNode::isBoolean,
        (value, with) -> test.test(value) == with.asBoolean());
  }

  private static Operator text(String name, BiPredicate<String, String> test) {
    return new Operator(
        name,
        "text",
        JsonNode::isString,
        (value, with) ->
            value.isString() && with.isString() && test.test(value.asString(), with.asString()));
  }

  private static Operator numeric(String name, IntPredicate is) {
    return new Operator(
        name,
        "a number",
        JsonNode::isNumber,
        (value, with) ->
            value.isNumber()
                && with.isNumber()
                && is.test(value.decimalValue().compareTo(with.decimalValue())));
  }

  private static Operator timestamp(String name, IntPredicate is) {
    return new Operator(
        name,
        "a moment such as \"2026-11-26T00:00:00Z\"",
        node -> moment(node).isPresent(),
        (value, with) -> {
          Optional<Instant> left = moment(value);
          Optional<Instant> right = moment(with);
          return left.isPresent()
              && right.isPresent()
              && is.test(left.get().compareTo(right.get()));
        });
  }

  /** A moment as RFC 3339 has it. */
  public static Optional<Instant> moment(JsonNode node) {
    if (!node.isString()) {
      return Optional.empty();
    }
    try {
      return Optional.of(OffsetDateTime.parse(node.asString()).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** A star stands for any characters; a backslash takes what follows as it is. */
  private static Pattern pattern(String text) {
    StringBuilder pattern = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '*') {
        pattern.append(".*");
      } else {
        if (c == '\\' && i + 1 < text.length()) {
          i++;
        }
        pattern.append(Pattern.quote(text.substring(i, i + 1)));
      }
    }
    return Pattern.compile(pattern.toString(), Pattern.DOTALL);
  }
}
