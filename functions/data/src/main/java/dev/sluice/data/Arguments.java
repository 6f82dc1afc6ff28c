package dev.sluice.data;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Puts a query's arguments into its statement.
 *
 * <p>Text goes without a type, so that PostgreSQL takes the one it needs there: a date, a uuid, an
 * enum. A whole number goes as bigint, another as numeric. A list goes as an array, an object as
 * JSON text.
 */
final class Arguments {
  private Arguments() {}

  /** Sets all parameters of a query, the first of them at the given index. */
  static void bind(PreparedStatement statement, int first, Query query) throws SQLException {
    List<String> parameters = query.sql().parameters();
    for (int i = 0; i < parameters.size(); i++) {
      bind(statement, first + i, parameters.get(i), query.argument(parameters.get(i)));
    }
  }

  private static void bind(PreparedStatement statement, int index, String name, JsonNode value)
      throws SQLException {
    switch (value.getNodeType()) {
      case NULL, MISSING -> statement.setNull(index, Types.NULL);
      case BOOLEAN -> statement.setBoolean(index, value.asBoolean());
      case STRING -> statement.setString(index, withoutNul(name, value.asString()));
      case NUMBER -> bindNumber(statement, index, value);
      case ARRAY -> statement.setArray(index, array(statement.getConnection(), name, value));
      case OBJECT, POJO -> statement.setString(index, withoutNul(name, value.toString()));
      case BINARY -> statement.setBytes(index, value.binaryValue());
    }
  }

  private static void bindNumber(PreparedStatement statement, int index, JsonNode value)
      throws SQLException {
    // JSON knows one kind of number: 7.0 is as whole as 7 (JSON Schema 2020-12, 6.1.1).
    if (value.canConvertToExactIntegral() && value.canConvertToLong()) {
      statement.setLong(index, value.decimalValue().longValueExact());
    } else {
      statement.setBigDecimal(index, value.decimalValue());
    }
  }

  private static java.sql.Array array(Connection connection, String name, JsonNode value)
      throws SQLException {
    boolean integers = true;
    boolean numbers = true;
    boolean booleans = true;
    for (JsonNode item : value) {
      if (item.isContainer()) {
        throw new DataException.Refused(
            "An argument does not fit: '" + name + "' holds a list or object in a list.", null);
      }
      integers &= item.isNull() || (item.canConvertToExactIntegral() && item.canConvertToLong());
      numbers &= item.isNull() || item.isNumber();
      booleans &= item.isNull() || item.isBoolean();
    }
    @Nullable Object[] items = new @Nullable Object[value.size()];
    for (int i = 0; i < items.length; i++) {
      items[i] = value.get(i).isNull() ? null : withoutNul(name, value.get(i).asString());
    }
    String type = integers ? "int8" : numbers ? "numeric" : booleans ? "bool" : "text";
    return connection.createArrayOf(type, items);
  }

  private static String withoutNul(String name, String text) {
    if (text.indexOf('\0') >= 0) {
      throw new DataException.Refused(
          "An argument does not fit: '" + name + "' holds the character U+0000.", null);
    }
    return text;
  }
}
