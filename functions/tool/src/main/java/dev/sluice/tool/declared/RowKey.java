package dev.sluice.tool.declared;

import dev.sluice.catalog.shape.Column;
import dev.sluice.catalog.shape.OrderKey;
import dev.sluice.data.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What tells a row from the others, in texts that PostgreSQL reads back as the same values. */
final class RowKey {
  /** Types with an order, whose values come back from their JSON as they were. */
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
          "citext",
          "uuid",
          "date",
          "time",
          "timetz",
          "timestamp",
          "timestamptz",
          "interval",
          "inet",
          "cidr",
          "macaddr",
          "oid",
          "pg_lsn");

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

  private static @Nullable String text(JsonNode value) {
    if (value.isNull()) {
      return null;
    }
    return value.isString() ? value.asString() : value.toString();
  }
}
