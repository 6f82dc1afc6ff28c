package dev.sluice.data;

import dev.sluice.call.RelationName;
import dev.sluice.catalog.shape.RelationShape;
import dev.sluice.data.inspect.Statistics;
import dev.sluice.data.inspect.Variation;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads relations out of PostgreSQL's catalogue, many at a time, by {@link RelationQueries}. */
final class RelationReader {
  private static final int FETCH_ROWS = 1_000;

  private final Connection connection;

  RelationReader(Connection connection) {
    this.connection = connection;
  }

  @FunctionalInterface
  private interface RowReader {
    void read(ResultSet row) throws SQLException;
  }

  /** A relation while its parts come in. */
  private static final class Draft {
    private final RelationShape.Kind kind;
    private final boolean rowSecurity;
    private final @Nullable String comment;
    private final List<RelationShape.RelationColumn> columns = new ArrayList<>();
    private final List<RelationShape.ForeignKey> foreignKeys = new ArrayList<>();
    private final List<RelationShape.Policy> policies = new ArrayList<>();
    private List<String> primaryKey = List.of();

    Draft(RelationShape.Kind kind, boolean rowSecurity, @Nullable String comment) {
      this.kind = kind;
      this.rowSecurity = rowSecurity;
      this.comment = comment;
    }

    RelationShape shape() {
      return new RelationShape(
          kind, comment, columns, primaryKey, foreignKeys, rowSecurity, policies);
    }
  }

  /** Those of the names, or all. */
  Map<RelationName, RelationShape> shapes(Optional<List<RelationName>> names) throws SQLException {
    Map<RelationName, Draft> byName = new TreeMap<>();
    Map<Long, Draft> drafts = new HashMap<>();
    ask(
        RelationQueries.RELATIONS,
        names,
        row -> {
          Draft draft = new Draft(kind(row.getString(4)), row.getBoolean(5), row.getString(6));
          byName.put(new RelationName(row.getString(2), row.getString(3)), draft);
          drafts.put(row.getLong(1), draft);
        });
    TypeNames types = new TypeNames();
    ask(RelationQueries.TYPES, names, types::add);
    ask(RelationQueries.COLUMNS, names, row -> addColumn(drafts, types, row));
    ask(RelationQueries.KEYS, names, row -> addKey(drafts, row));
    ask(RelationQueries.POLICIES, names, row -> addPolicy(drafts, row));
    Map<RelationName, RelationShape> shapes = new TreeMap<>();
    byName.forEach((name, draft) -> shapes.put(name, draft.shape()));
    return Collections.unmodifiableMap(shapes);
  }

  Map<RelationName, Variation> variations(List<RelationName> names) throws SQLException {
    Map<RelationName, Variation> variations = new TreeMap<>();
    names.forEach(name -> variations.put(name, Variation.NONE));
    ask(
        RelationQueries.DECIDING,
        Optional.of(names),
        row -> {
          Variation part = Variation.of(row.getString(3));
          variations.merge(
              new RelationName(row.getString(1), row.getString(2)),
              row.getBoolean(4) ? new Variation(part.claims(), false) : part,
              Variation::and);
        });
    return Collections.unmodifiableMap(variations);
  }

  Map<RelationName, Statistics> statistics() throws SQLException {
    Map<Long, List<Statistics.Index>> indexes = new HashMap<>();
    ask(
        RelationQueries.INDEXES,
        Optional.empty(),
        row ->
            indexes
                .computeIfAbsent(row.getLong(1), _ -> new ArrayList<>())
                .add(new Statistics.Index(texts(row, 2), row.getBoolean(3), row.getBoolean(4))));
    Map<RelationName, Statistics> statistics = new TreeMap<>();
    ask(
        RelationQueries.ROWS,
        Optional.empty(),
        row -> {
          double estimate = row.getDouble(4);
          OptionalLong rows =
              row.wasNull() ? OptionalLong.empty() : OptionalLong.of(Math.round(estimate));
          statistics.put(
              new RelationName(row.getString(2), row.getString(3)),
              new Statistics(rows, indexes.getOrDefault(row.getLong(1), List.of())));
        });
    return Collections.unmodifiableMap(statistics);
  }

  /** Sets two parameters, the first at the index: the schemas and the names. */
  static void bind(PreparedStatement statement, int index, List<RelationName> names)
      throws SQLException {
    Connection connection = statement.getConnection();
    String[] schemas = names.stream().map(RelationName::schema).toArray(String[]::new);
    String[] relations = names.stream().map(RelationName::name).toArray(String[]::new);
    statement.setArray(index, connection.createArrayOf("text", schemas));
    statement.setArray(index + 1, connection.createArrayOf("text", relations));
  }

  private void ask(String sql, Optional<List<RelationName>> names, RowReader reader)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      if (names.isPresent()) {
        bind(statement, 1, names.get());
      } else {
        statement.setNull(1, Types.NULL);
        statement.setNull(2, Types.NULL);
      }
      statement.setFetchSize(FETCH_ROWS);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          reader.read(rows);
        }
      }
    }
  }

  private static void addColumn(Map<Long, Draft> drafts, TypeNames types, ResultSet row)
      throws SQLException {
    Draft draft = drafts.get(row.getLong(1));
    if (draft != null) {
      draft.columns.add(
          new RelationShape.RelationColumn(
              row.getString(2),
              types.ofColumn(row.getLong(3)),
              row.getBoolean(4),
              row.getString(5)));
    }
  }

  private static void addKey(Map<Long, Draft> drafts, ResultSet row) throws SQLException {
    Draft draft = drafts.get(row.getLong(1));
    String otherSchema = row.getString(3);
    if (draft == null) {
      return;
    }
    if (otherSchema == null) {
      draft.primaryKey = texts(row, 2);
    } else {
      String other = new RelationName(otherSchema, row.getString(4)).toString();
      draft.foreignKeys.add(new RelationShape.ForeignKey(texts(row, 2), other, texts(row, 5)));
    }
  }

  private static void addPolicy(Map<Long, Draft> drafts, ResultSet row) throws SQLException {
    Draft draft = drafts.get(row.getLong(1));
    if (draft != null) {
      draft.policies.add(
          new RelationShape.Policy(
              row.getString(2),
              row.getBoolean(3),
              row.getString(4),
              texts(row, 5),
              row.getString(6)));
    }
  }

  private static RelationShape.Kind kind(String relkind) {
    return switch (relkind) {
      case "v" -> RelationShape.Kind.VIEW;
      case "m" -> RelationShape.Kind.MATERIALIZED_VIEW;
      case "f" -> RelationShape.Kind.FOREIGN_TABLE;
      default -> RelationShape.Kind.TABLE;
    };
  }

  private static List<String> texts(ResultSet row, int column) throws SQLException {
    Array array = row.getArray(column);
    return List.of((String[]) array.getArray());
  }
}
