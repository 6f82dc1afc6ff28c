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
import org.postgresql.core.Field;
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
    Builder builder = new Builder(types);
    for (int i = 1; i <= metaData.getColumnCount(); i++) {
      builder.add(metaData.getColumnLabel(i), typed.getColumnOID(i));
    }
    return builder.columns();
  }

  /** The same of a statement that was described, not run. */
  static Columns of(Field[] fields, TypeInfo types) throws SQLException {
    Builder builder = new Builder(types);
    for (Field field : fields) {
      builder.add(field.getColumnLabel(), field.getOID());
    }
    return builder.columns();
  }

  /** The name of a type, by its number. */
  static String typeName(int oid, TypeInfo types) throws SQLException {
    return type(oid, types).name();
  }

  private static final class Builder {
    private final TypeInfo types;
    private final List<Column> columns = new ArrayList<>();
    private final List<Values> values = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    Builder(TypeInfo types) {
      this.types = types;
    }

    /**
     * The type goes by its number: for its name, the metadata would ask the catalogue about every
     * column, and call an int4 that counts up "serial".
     */
    void add(String name, int oid) throws SQLException {
      if (!names.add(name)) {
        throw new DataException.Refused(
            "Two columns are named '" + name + "'. Give one another name with 'as'.", null);
      }
      Type type = type(oid, types);
      columns.add(new Column(name, type.name()));
      values.add(type.values());
    }

    Columns columns() {
      return new Columns(columns, values);
    }
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
