package dev.sluice.catalog.shape;

import dev.sluice.call.RelationName;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the database makes of a declared tool's statement.
 *
 * @param statement SHA-256 of what was declared of the statement, as hexadecimal text: a lock that
 *     was written for another one says nothing of it
 * @param columns of its answer, in order
 * @param relations that it reads, views resolved, as {@link RelationName} writes them, sorted
 * @param order what {@code page_by} names, with the statement's own directions; empty without
 * @param cost of its generic plan, in the planner's unit, or null where the server tells none;
 *     moves with the statistics, and is never compared
 */
public record ToolShape(
    String statement,
    List<Column> columns,
    List<String> relations,
    List<OrderKey> order,
    @Nullable Double cost) {

  /** Copies the lists. */
  public ToolShape {
    Objects.requireNonNull(statement, "statement");
    columns = List.copyOf(columns);
    relations = List.copyOf(relations);
    order = List.copyOf(order);
  }
}
