package dev.sluice.data;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads what columns an answer has. */
final class Columns {
  private Columns() {}

  /** Refuses two columns of one name: a row is an object, and one of them would be lost. */
  static List<Column> of(ResultSetMetaData metaData) throws SQLException {
    List<Column> columns = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = 1; i <= metaData.getColumnCount(); i++) {
      String name = metaData.getColumnLabel(i);
      if (!names.add(name)) {
        throw new DataException.Refused(
            "Two columns are named '" + name + "'. Give one another name with 'as'.", null);
      }
      String type = metaData.getColumnTypeName(i);
      columns.add(new Column(name, type.startsWith("_") ? type.substring(1) + "[]" : type));
    }
    return columns;
  }
}
