package dev.sluice.data;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.StringJoiner;
import tools.jackson.databind.JsonNode;

/**
 * Puts a query's arguments into its statement.
 *
 * <p>Text goes without a type, so that PostgreSQL takes the one it needs there: a date, a uuid, an
 * enum. So do lists, of whatever; where nothing says which type is needed, the statement casts. A
 * whole number goes as bigint, another as numeric, an object as JSON text.
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
      case ARRAY -> statement.setString(index, withoutNul(name, list(name, value)));
      case OBJECT, POJO -> statement.setString(index, withoutNul(name, value.toString()));
      case BINARY -> statement.setBytes(index, value.binaryValue());
    }
  }

  private static void bindNumber(PreparedStatement statement, int index, JsonNode value)
      throws SQLException {
    if (isWhole(value)) {
      statement.setLong(index, value.decimalValue().longValueExact());
    } else {
      statement.setBigDecimal(index, value.decimalValue());
    }
  }

  /** JSON knows one kind of number: 7.0 is as whole as 7 (JSON Schema 2020-12, 6.1.1). */
  private static boolean isWhole(JsonNode number) {
    return number.canConvertToExactIntegral() && number.canConvertToLong();
  }

  /** As PostgreSQL reads an array (manual, 8.15.6, "Array Input and Output Syntax"). */
  private static String list(String name, JsonNode list) {
    StringJoiner literal = new StringJoiner(",", "{", "}");
    for (JsonNode item : list) {
      literal.add(
          switch (item.getNodeType()) {
            case NULL, MISSING -> "NULL";
            case NUMBER ->
                isWhole(item)
                    ? item.decimalValue().toBigInteger().toString()
                    : item.decimalValue().toString();
            case BOOLEAN -> item.toString();
            case ARRAY, OBJECT, POJO, BINARY ->
                throw DataException.Refused.argument(name, "it holds a list or object in a list");
            case STRING -> '"' + item.asString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
          });
    }
    return literal.toString();
  }

  private static String withoutNul(String name, String text) {
    if (text.indexOf('\0') >= 0) {
      throw DataException.Refused.argument(name, "it holds the character U+0000");
    }
    return text;
  }
}
