package dev.sluice.data;

import dev.sluice.call.secret.Secrets;
import dev.sluice.catalog.Mask;
import dev.sluice.catalog.shape.Column;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Field;
import org.postgresql.core.TypeInfo;
import org.postgresql.jdbc.PgResultSet;

/**
 * What columns an answer has, and how their values are read.
 *
 * @param columns in the statement's order, without those that are hidden
 * @param readings one of each
 */
record Columns(List<Column> columns, List<Reading> readings) {

  /**
   * How one column is read.
   *
   * @param index of the column in the result, from 1
   * @param showing what is shown of its values
   * @param values how what is shown becomes JSON
   */
  record Reading(int index, Masking.Showing showing, Values values) {

    /** What is shown in the row that the cursor stands on. */
    @Nullable String text(ResultSet results) throws SQLException {
      String text = results.getString(index);
      return text == null ? null : showing.of(text);
    }
  }

  private record Type(String name, Values values) {}

  /**
   * Refuses two columns of one name in an owner's statement: a row is an object, and one of them
   * would be lost; in a caller's they are numbered. And an answer without a column that is masked:
   * the masks are not for that answer.
   */
  static Columns of(ResultSet results, TypeInfo types, Masking masking, Query.Kind kind)
      throws SQLException {
    ResultSetMetaData metaData = results.getMetaData();
    PgResultSet typed = results.unwrap(PgResultSet.class);
    Builder builder = new Builder(types, masking, kind);
    for (int i = 1; i <= metaData.getColumnCount(); i++) {
      builder.add(metaData.getColumnLabel(i), typed.getColumnOID(i));
    }
    builder.checkMasks();
    return builder.columns();
  }

  /** The columns of a statement that was described, not run; of masks nothing is known then. */
  static Columns of(Field[] fields, TypeInfo types) throws SQLException {
    Builder builder =
        new Builder(
            types,
            Masking.of(Map.of(), Secrets.none(), InstantSource.system()),
            Query.Kind.DECLARED);
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
    private final Masking masking;
    private final Query.Kind kind;
    private final List<Column> columns = new ArrayList<>();
    private final List<Reading> readings = new ArrayList<>();
    private final Set<String> labels = new HashSet<>();
    private final Set<String> names = new HashSet<>();
    private int count;

    Builder(TypeInfo types, Masking masking, Query.Kind kind) {
      this.types = types;
      this.masking = masking;
      this.kind = kind;
    }

    /**
     * The type goes by its number: for its name, the metadata would ask the catalogue about every
     * column, and call an int4 that counts up "serial".
     */
    void add(String label, int oid) throws SQLException {
      count++;
      labels.add(label);
      String name = nameFor(label);
      Type type = type(oid, types);
      // By the label: a number must not lead away from a mask.
      Mask mask = masking.on(label);
      if (mask == null) {
        add(new Column(name, type.name()), text -> text, type.values());
      } else if (!(mask.show() instanceof Mask.Hide)) {
        String shown = Masking.typeUnder(mask.show(), type.name());
        add(
            new Column(name, shown),
            masking.showing(mask.show(), type.name(), type.values()),
            shown.equals(type.name()) ? type.values() : Values.of(shown));
      }
    }

    private void add(Column column, Masking.Showing showing, Values values) {
      columns.add(column);
      readings.add(new Reading(count, showing, values));
    }

    private String nameFor(String label) {
      if (names.add(label)) {
        return label;
      }
      if (kind == Query.Kind.DECLARED) {
        throw new DataException.Refused(
            "Two columns are named '" + label + "'. Give one another name with 'as'.", null);
      }
      int number = 2;
      while (!names.add(label + "_" + number)) {
        number++;
      }
      return label + "_" + number;
    }

    void checkMasks() {
      if (!labels.containsAll(masking.labels())) {
        throw new DataException.Refused(
            "A column that is masked is not where it was expected. Tell the owner of the catalogue.",
            null);
      }
    }

    Columns columns() {
      return new Columns(columns, readings);
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
