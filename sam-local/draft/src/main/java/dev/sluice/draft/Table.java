package dev.sluice.draft;

import dev.sluice.call.RelationName;
import dev.sluice.catalog.shape.RelationShape;
import dev.sluice.catalog.shape.RelationShape.RelationColumn;
import dev.sluice.data.inspect.Statistics;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A relation with all that is known of it.
 *
 * @param name its name
 * @param shape its columns and keys
 * @param rows as last estimated; empty when that was never done
 * @param indexes those that cover all rows and nothing but columns
 * @param key the columns that tell its rows apart, none of them NULL; empty without
 * @param references how many references point at it
 */
record Table(
    RelationName name,
    RelationShape shape,
    OptionalLong rows,
    List<Statistics.Index> indexes,
    List<String> key,
    int references) {
  /** Of a table that was never analyzed: autovacuum does so after 50 rows. */
  private static final long SUPPOSED_ROWS = 50;

  private static final int MOST_COUNTED_REFERENCES = 4;

  /** All relations, the most useful first: the large, and those that others refer to. */
  static List<Table> all(
      Map<RelationName, RelationShape> shapes, Map<RelationName, Statistics> statistics) {
    Map<String, Integer> references = new HashMap<>();
    shapes.values().stream()
        .flatMap(shape -> shape.foreignKeys().stream())
        .forEach(key -> references.merge(key.relation(), 1, Integer::sum));
    return shapes.entrySet().stream()
        .map(
            entry ->
                of(
                    entry.getKey(),
                    entry.getValue(),
                    statistics.getOrDefault(
                        entry.getKey(), new Statistics(OptionalLong.empty(), List.of())),
                    references.getOrDefault(entry.getKey().toString(), 0)))
        .sorted(Comparator.comparingDouble(Table::score).reversed().thenComparing(Table::name))
        .toList();
  }

  private static Table of(
      RelationName name, RelationShape shape, Statistics statistics, int references) {
    List<Statistics.Index> indexes =
        statistics.indexes().stream()
            .filter(index -> !index.partialOrExpression() && !index.columns().isEmpty())
            .toList();
    return new Table(name, shape, statistics.rows(), indexes, key(shape, indexes), references);
  }

  private static List<String> key(RelationShape shape, List<Statistics.Index> indexes) {
    if (!shape.primaryKey().isEmpty()) {
      return shape.primaryKey();
    }
    List<String> filled =
        shape.columns().stream()
            .filter(column -> !column.nullable())
            .map(RelationColumn::name)
            .toList();
    return indexes.stream()
        .filter(index -> index.unique() && filled.containsAll(index.columns()))
        .map(Statistics.Index::columns)
        .min(Comparator.comparingInt(List::size))
        .orElse(List.of());
  }

  /** How useful a tool for it is likely to be. */
  double score() {
    return Math.log10(10.0 + rows.orElse(SUPPOSED_ROWS))
        * (1 + Math.min(references, MOST_COUNTED_REFERENCES) / 4.0);
  }

  Optional<RelationColumn> column(String name) {
    return shape.columns().stream().filter(column -> column.name().equals(name)).findFirst();
  }

  String type(String column) {
    return column(column).map(RelationColumn::type).orElse("");
  }

  /** The index that finds rows by these columns, in whatever order; empty without. */
  Optional<Statistics.Index> index(List<String> columns) {
    int count = columns.size();
    return indexes.stream()
        .filter(
            index ->
                index.columns().size() >= count
                    && new HashSet<>(index.columns().subList(0, count))
                        .equals(new HashSet<>(columns)))
        .findFirst();
  }

  /** For use behind FROM. */
  String sql() {
    return Words.sql(name.schema()) + "." + Words.sql(name.name());
  }
}
