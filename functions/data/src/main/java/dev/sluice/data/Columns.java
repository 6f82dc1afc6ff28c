package dev.sluice.data;

import dev.sluice.catalog.shape.Column;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.postgresql.core.TypeInfo;
import org.postgresql.jdbc.PgResultSet;

/**
 * What columns an answer has, and how their values are read.
 *
 * @param columns in the statement's order
 * @param values the reading of each
 */
record Columns(List<Column> columns, List<Values> values) {

  private record Type(String name, Values values) {}

  /** Refuses two columns of one name: a row is an object, and one of them would be lost. */
  static Columns of(ResultSet results, TypeInfo types) throws SQLException {
    ResultSetMetaData metaData = results.getMetaData();
    PgResultSet typed = results.unwrap(PgResultSet.class);
    List<Column> columns = new ArrayList<>();
    List<Values> values = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = 1; i <= metaData.getColumnCount(); i++) {
      String name = metaData.getColumnLabel(i);
      if (!names.add(name)) {
        throw new DataException.Refused(
            "Two columns are named '" + name + "'. Give one another name with 'as'.", null);
      }
      // By its number: for its name, the metadata would ask the catalogue about every column, and
      // call an int4 that counts up "serial".
      Type type = type(typed.getColumnOID(i), types);
      columns.add(new Column(name, type.name()));
      values.add(type.values());
    }
    return new Columns(columns, values);
  }

  private static Type type(int oid, TypeInfo types) throws SQLException {
    if (types.getSQLType(oid) == Types.ARRAY) {
      Type element = type(types.getPGArrayElement(oid), types);
      return new Type(
          element.name() + "[]", Values.array(element.values(), types.getArrayDelimiter(oid)));
    }
    String name = Objects.requireNonNullElse(types.getPGType(oid), "unknown");
    return new Type(name, Values.of(name));
  }
}
