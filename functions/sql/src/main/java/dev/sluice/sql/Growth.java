package dev.sluice.sql;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How much longer one value may become by what the statement itself says. Calls may stand inside
 * each other, through subqueries too, so what they say is multiplied over the whole statement.
 */
final class Growth {
  private static final Pattern PLACEHOLDER = Pattern.compile("%(?:\\d+\\$)?-?(\\d*)(\\*)?");

  private static final Set<String> NUMBERS = Set.of("int2", "int4", "int8", "numeric");

  /** What a value that is not in the text counts as. */
  private static final long UNKNOWN_CHARACTERS = 40;

  private static final int WIDTH_LIMIT_CHARACTERS = 10_000;

  private final long limit;
  private long factor = 1;
  private long width = 1;
  private int repeating;

  /** Nothing yet. */
  Growth(Limits limits) {
    limit = limits.generatedCharacters();
  }

  /**
   * Counts a call.
   *
   * @param rule from {@code functions.txt}
   * @throws RefusalException when it makes too much, or cannot be bounded
   */
  void call(String rule, String name, Node call) {
    List<Node> arguments = call.nodes("args");
    if (arguments.stream().anyMatch(argument -> argument.is("NamedArgExpr"))) {
      throw unbounded(name, "its arguments by their places, without names", call);
    }
    switch (rule) {
      case "repeat" -> repeat(arguments, name, call);
      case "pad" -> widen(bound(1, arguments, name, call), call);
      case "replace" -> multiply(replaced(arguments), call);
      case "format" -> format(arguments, call);
      case "fill" -> fill(arguments, call);
      default -> throw new IllegalStateException("functions.txt has a rule " + rule);
    }
  }

  /** Enters or leaves the arm of a recursive query that is run over and over. */
  void repeating(int by) {
    repeating += by;
  }

  /**
   * Looks at what is put one behind the other.
   *
   * @throws RefusalException when that doubles a column, again and again
   */
  void join(List<Node> parts, Node node) {
    if (repeating == 0) {
      return;
    }
    Set<String> seen = new HashSet<>();
    for (Node part : parts) {
      Set<String> columns = new HashSet<>();
      columns(part, columns);
      if (!Collections.disjoint(seen, columns)) {
        throw new RefusalException(
            "what the recursive query repeats",
            node.offset(),
            "it puts a column behind itself, so that it doubles with every step",
            "put something else behind it, or repeat outside of WITH RECURSIVE");
      }
      seen.addAll(columns);
    }
  }

  private static void columns(Node node, Set<String> columns) {
    if (node.is("ColumnRef")) {
      columns.add(node.names("fields").getLast());
    }
    for (String field : node.fields().keySet()) {
      Node child = node.node(field);
      if (child != null) {
        columns(child, columns);
      }
      node.nodes(field).forEach(part -> columns(part, columns));
    }
  }

  /** Counts a cast to a type that pads to its length. */
  void cast(String type, List<Node> modifiers, Node cast) {
    if (type.equals("bpchar") || type.equals("char") || type.equals("bit")) {
      for (Node modifier : modifiers) {
        widen(constant(modifier).orElse(Long.MAX_VALUE), cast);
      }
    }
  }

  /** A text of the statement's own becomes so long at most; anything else so many times as long. */
  private void repeat(List<Node> arguments, String name, Node call) {
    long times = bound(1, arguments, name, call);
    @Nullable String text = literal(arguments.getFirst());
    if (text == null) {
      multiply(times, call);
    } else {
      width = Math.max(width, times * text.length());
      check(call);
    }
  }

  private void multiply(long by, Node node) {
    long larger = Math.max(1, by);
    if (larger > limit / factor || (larger > 1 && repeating > 0)) {
      throw tooMuch(node);
    }
    factor *= larger;
    check(node);
  }

  private void widen(long characters, Node node) {
    if (characters > WIDTH_LIMIT_CHARACTERS) {
      throw new RefusalException(
          "a width of " + (characters == Long.MAX_VALUE ? "unknown size" : characters),
          node.offset(),
          "one value may be padded to at most " + WIDTH_LIMIT_CHARACTERS + " characters",
          "pad to less");
    }
    width = Math.max(width, characters);
    check(node);
  }

  private void check(Node node) {
    if (width > limit / factor) {
      throw tooMuch(node);
    }
  }

  private RefusalException tooMuch(Node node) {
    return new RefusalException(
        "what the statement generates",
        node.offset(),
        "by repeat, replace, format and their like, which have no place in the step of a"
            + " recursive query, one value may grow to at most "
            + limit
            + " characters, all of them multiplied",
        "repeat less");
  }

  private static long replaced(List<Node> arguments) {
    long by = length(2, arguments, UNKNOWN_CHARACTERS);
    return (by + Math.max(1, length(1, arguments, 1)) - 1) / Math.max(1, length(1, arguments, 1));
  }

  private void format(List<Node> arguments, Node call) {
    @Nullable String text = arguments.isEmpty() ? null : literal(arguments.getFirst());
    if (text == null) {
      throw unbounded("format", "its first argument as a text, with widths of a few digits", call);
    }
    Matcher placeholders = PLACEHOLDER.matcher(text);
    int count = 0;
    while (placeholders.find()) {
      count++;
      if (placeholders.group(2) != null) {
        throw unbounded("format", "the width itself in place of *", call);
      }
      if (!placeholders.group(1).isEmpty()) {
        widen(
            placeholders.group(1).length() > 6
                ? Long.MAX_VALUE
                : Long.parseLong(placeholders.group(1)),
            call);
      }
    }
    multiply(count, call);
  }

  private void fill(List<Node> arguments, Node call) {
    long product = 1;
    Node sizes = arguments.size() > 1 ? arguments.get(1) : call;
    for (Node size : sizes.nodes("elements")) {
      long bound = bound(size).orElseThrow(() -> unbounded("array_fill", "numbers as sizes", call));
      product = bound > limit ? Long.MAX_VALUE : Math.multiplyExact(product, Math.max(1, bound));
      if (product > limit) {
        throw tooMuch(call);
      }
    }
    if (!sizes.is("A_ArrayExpr")) {
      throw unbounded("array_fill", "array[…] with numbers as sizes", call);
    }
    multiply(product, call);
  }

  private static long bound(int index, List<Node> arguments, String name, Node call) {
    return (index < arguments.size() ? bound(arguments.get(index)) : OptionalLong.empty())
        .orElseThrow(
            () -> unbounded(name, "a number as its second argument, or least(…, 100)", call));
  }

  private static RefusalException unbounded(String name, String remedy, Node call) {
    return new RefusalException(
        "the function " + name,
        call.offset(),
        "how much it makes cannot be told from the text",
        "write " + remedy);
  }

  /** The most that an expression can be, where the text says so. */
  private static OptionalLong bound(Node node) {
    if (node.is("TypeCast")) {
      // Other types, as bit, give the same digits another size.
      String type = node.required("typeName").names("names").getLast();
      return NUMBERS.contains(type) ? bound(node.required("arg")) : OptionalLong.empty();
    }
    if (node.is("MinMaxExpr") && node.text("op").equals("IS_LEAST")) {
      return node.nodes("args").stream()
          .map(Growth::constant)
          .filter(OptionalLong::isPresent)
          .mapToLong(OptionalLong::getAsLong)
          .min();
    }
    return constant(node);
  }

  private static OptionalLong constant(Node node) {
    @Nullable Node value = node.is("A_Const") ? node.node("ival") : null;
    return value == null ? OptionalLong.empty() : OptionalLong.of(value.number("ival"));
  }

  private static long length(int index, List<Node> arguments, long otherwise) {
    String text = index < arguments.size() ? literal(arguments.get(index)) : null;
    return text == null ? otherwise : text.length();
  }

  private static @Nullable String literal(Node node) {
    if (node.is("TypeCast")) {
      return literal(node.required("arg"));
    }
    @Nullable Node text = node.is("A_Const") ? node.node("sval") : null;
    return text == null ? null : text.text("sval");
  }
}
