package dev.sluice.data;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Names of many types, read at once, the same that {@link Columns} gives one by one: an answer's
 * column of a domain has the type that the domain stands for, while an array's elements keep it.
 */
final class TypeNames {
  private final Map<Long, Type> types = new HashMap<>();

  private record Type(String name, @Nullable Long domainOf, @Nullable Long arrayOf) {}

  /** Takes a row of {@link RelationQueries#TYPES}. */
  void add(ResultSet row) throws SQLException {
    String name = row.getString(3);
    types.put(
        row.getLong(1),
        new Type(
            row.getBoolean(4) ? name : '"' + row.getString(2) + "\".\"" + name + '"',
            number(row, 5),
            number(row, 6)));
  }

  String ofColumn(long oid) {
    Type type = types.get(oid);
    return type != null && type.domainOf() != null ? ofColumn(type.domainOf()) : name(oid);
  }

  private String name(long oid) {
    Type type = types.get(oid);
    if (type == null) {
      return "unknown";
    }
    return type.arrayOf() == null ? type.name() : name(type.arrayOf()) + "[]";
  }

  private static @Nullable Long number(ResultSet row, int column) throws SQLException {
    long number = row.getLong(column);
    return row.wasNull() ? null : number;
  }
}
