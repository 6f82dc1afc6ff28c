package dev.sluice.tool.declared;

import dev.sluice.catalog.shape.OrderKey;
import dev.sluice.data.OrderByClause;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The order of a statement's rows, by columns of its answer. */
final class StatementOrder {
  private static final String NAME = "[A-Za-z_][A-Za-z0-9_$]*|\"(?:[^\"]|\"\")+\"";

  /** A column, with or without what it belongs to. */
  private static final Pattern COLUMN =
      Pattern.compile("(?:(?:" + NAME + ")\\s*\\.\\s*)*(" + NAME + ")");

  private StatementOrder() {}

  /** Empty where it orders by anything that is no name; NULLs are expected everywhere. */
  static List<OrderKey> keys(OrderByClause clause) {
    List<OrderKey> keys = new ArrayList<>();
    for (OrderByClause.Item item : clause.items()) {
      Matcher matcher = COLUMN.matcher(item.expression());
      if (!matcher.matches()) {
        return List.of();
      }
      keys.add(
          new OrderKey(unquoted(matcher.group(1)), item.descending(), item.nullsFirst(), true));
    }
    return keys;
  }

  static String written(OrderByClause clause) {
    return clause.items().stream()
        .map(OrderByClause.Item::expression)
        .collect(Collectors.joining(", "));
  }

  private static String unquoted(String name) {
    return name.startsWith("\"")
        ? name.substring(1, name.length() - 1).replace("\"\"", "\"")
        : name.toLowerCase(Locale.ROOT);
  }
}
