package dev.sluice.tool.declared;

import dev.sluice.catalog.shape.Column;
import dev.sluice.catalog.shape.OrderKey;
import dev.sluice.data.Rows;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What tells a row from the others, in texts that PostgreSQL reads back as the same values. */
final class RowKey {
  /**
   * Types with an order, whose values come back from their JSON as they were, and are equal where
   * their texts are; numbers are compared as such.
   */
  static final Set<String> TYPES =
      Set.of(
          "int2",
          "int4",
          "int8",
          "numeric",
          "float4",
          "float8",
          "bool",
          "text",
          "varchar",
          "bpchar",
          "char",
          "name",
          "uuid",
          "date",
          "time",
          "timetz",
          "timestamp",
          "timestamptz",
          "inet",
          "cidr",
          "macaddr",
          "oid",
          "pg_lsn");

  private static final Set<String> NUMBERS = Set.of("numeric", "float4", "float8");

  private RowKey() {}

  static List<@Nullable String> of(Rows rows, int row, List<OrderKey> keys) {
    List<String> names = rows.columns().stream().map(Column::name).toList();
    List<@Nullable String> key = new ArrayList<>();
    for (OrderKey each : keys) {
      JsonNode value = rows.rows().get(row).get(names.indexOf(each.column()));
      key.add(text(value));
    }
    return key;
  }

  /** Whether two rows are equal in all keys. */
  static boolean isSame(Rows rows, int one, int other, List<OrderKey> keys) {
    List<@Nullable String> left = of(rows, one, keys);
    List<@Nullable String> right = of(rows, other, keys);
    for (int i = 0; i < keys.size(); i++) {
      String column = keys.get(i).column();
      boolean number =
          rows.columns().stream()
              .anyMatch(each -> each.name().equals(column) && NUMBERS.contains(each.type()));
      if (!Objects.equals(left.get(i), right.get(i))
          && !(number && isSameNumber(left.get(i), right.get(i)))) {
        return false;
      }
    }
    return true;
  }

  /** 1.0 is 1.00, and 0 is -0. */
  private static boolean isSameNumber(@Nullable String one, @Nullable String other) {
    try {
      return one != null
          && other != null
          && new BigDecimal(one).compareTo(new BigDecimal(other)) == 0;
    } catch (NumberFormatException e) {
      // NaN and the infinities, equal only to themselves.
      return false;
    }
  }

  private static @Nullable String text(JsonNode value) {
    if (value.isNull()) {
      return null;
    }
    return value.isString() ? value.asString() : value.toString();
  }
}
