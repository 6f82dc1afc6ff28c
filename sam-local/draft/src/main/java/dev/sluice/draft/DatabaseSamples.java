package dev.sluice.draft;

import dev.sluice.call.Call;
import dev.sluice.call.Deadline;
import dev.sluice.call.Principal;
import dev.sluice.call.Reference;
import dev.sluice.call.RelationName;
import dev.sluice.catalog.Limits;
import dev.sluice.data.DataException;
import dev.sluice.data.Database;
import dev.sluice.data.Query;
import dev.sluice.data.SqlTemplate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Values out of a live database. What it refuses, or takes long over, is as if it were not there.
 */
final class DatabaseSamples implements Samples {
  private static final Limits LIMITS = new Limits(20, 65_536, 2_000);

  private final Database database;
  private final Deadline deadline;

  DatabaseSamples(Database database, Deadline deadline) {
    this.database = database;
    this.deadline = deadline;
  }

  @Override
  public Optional<List<JsonNode>> first(RelationName relation, List<String> columns) {
    List<String> names = columns.stream().map(DatabaseSamples::quoted).toList();
    String all = String.join(", ", names);
    return rows(
            "select %s from %s where %s order by %s limit 1"
                .formatted(
                    all,
                    relation.sql(),
                    names.stream()
                        .map(name -> name + " is not null")
                        .collect(Collectors.joining(" and ")),
                    all))
        .stream()
        .findFirst();
  }

  @Override
  public Optional<JsonNode> latest(RelationName relation, String column) {
    return rows(
            "select %1$s from %2$s where isfinite(%1$s) order by %1$s desc limit 1"
                .formatted(quoted(column), relation.sql()))
        .stream()
        .map(List::getFirst)
        .findFirst();
  }

  @Override
  public List<Frequent> frequent(RelationName relation, String column) {
    return rows(
            """
            select left(value, 100) as value, count(*) as rows
            from (select %s::text as value from %s limit 1000) as sample
            where value is not null
            group by 1 order by 2 desc, 1 limit 20
            """
                .formatted(quoted(column), relation.sql()))
        .stream()
        .map(row -> new Frequent(row.getFirst().asString(), row.getLast().asLong()))
        .toList();
  }

  private List<List<JsonNode>> rows(String sql) {
    try {
      return database
          .read(
              new Query(SqlTemplate.parse(sql), JsonNodeFactory.instance.objectNode(), LIMITS),
              new Call(Principal.LOCAL, deadline, Reference.next()))
          .rows();
    } catch (DataException e) {
      return List.of();
    }
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
