package dev.sluice.tool.declared;

import dev.sluice.call.RelationName;
import dev.sluice.catalog.Mistake;
import dev.sluice.catalog.Spelling;
import dev.sluice.catalog.ToolDeclaration;
import dev.sluice.catalog.shape.Column;
import dev.sluice.catalog.shape.OrderKey;
import dev.sluice.catalog.shape.ToolShape;
import dev.sluice.data.DataException;
import dev.sluice.data.inspect.Inspector;
import dev.sluice.data.inspect.Plan;
import dev.sluice.data.inspect.StatementException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks a database what it makes of one tool's statement, without running it. */
final class StatementCheck {
  private final PreparedTool tool;
  private final ToolDeclaration declaration;
  private final Inspector inspector;
  private final List<Mistake> mistakes;

  StatementCheck(PreparedTool tool, Inspector inspector, List<Mistake> mistakes) {
    this.tool = tool;
    this.declaration = tool.declaration();
    this.inspector = inspector;
    this.mistakes = mistakes;
  }

  /** The shape; empty when a mistake was added. */
  Optional<ToolShape> shape() {
    try {
      List<Column> columns = inspector.describe(tool.sql()).columns();
      List<OrderKey> order = order(columns);
      Optional<Plan> plan = inspector.explain(tool.sql());
      return mistakes.isEmpty()
          ? Optional.of(
              new ToolShape(
                  declaration.statementHash(),
                  columns,
                  plan.stream()
                      .flatMap(each -> each.relations().stream())
                      .map(RelationName::toString)
                      .toList(),
                  order,
                  plan.map(Plan::totalCost).orElse(null)))
          : Optional.empty();
    } catch (StatementException e) {
      add(
          "sql",
          "PostgreSQL does not take the statement: " + withoutStop(e),
          StatementPlace.of(tool.sql().text(), e.position()));
    } catch (DataException.Refused e) {
      add("sql", "the statement cannot be served: " + withoutStop(e), "Mend 'sql'");
    }
    return Optional.empty();
  }

  private List<OrderKey> order(List<Column> columns) {
    Map<String, String> types = new HashMap<>();
    columns.forEach(column -> types.put(column.name(), column.type()));
    for (String key : declaration.pageBy()) {
      String type = types.get(key);
      if (type == null) {
        add(
            "page_by",
            "'" + key + "' is not a column of the answer",
            Spelling.nearest(key, types.keySet())
                .map(nearest -> "Write '" + nearest + "', if that was meant")
                .orElse("Select it as well, or order by columns that are selected"));
      } else if (tool.masks().containsKey(key)) {
        add(
            "page_by",
            "'" + key + "' is masked, and a cursor would carry its values",
            "Order by columns that are not masked, or leave 'page_by' out");
      } else if (!RowKey.TYPES.contains(type)) {
        add(
            "page_by",
            "'" + key + "' is of type " + type + ", by which no page can begin",
            "Order by numbers, texts, dates, times, booleans or uuids");
      }
    }
    if (declaration.pageBy().isEmpty() || !mistakes.isEmpty()) {
      return List.of();
    }
    List<OrderKey> keys = tool.order().map(StatementOrder::keys).orElse(List.of());
    if (!inspector.ordersBy(tool.sql(), keys)) {
      add(
          "page_by",
          "PostgreSQL does not confirm that the rows come in the order of these columns",
          "Order by the very columns of the answer; PostgreSQL 16 or newer is needed to tell");
    }
    return keys.stream()
        .map(
            key ->
                new OrderKey(
                    key.column(),
                    key.descending(),
                    key.nullsFirst(),
                    !inspector.neverNull(tool.sql(), key.column())))
        .toList();
  }

  private static String withoutStop(Exception e) {
    return String.valueOf(e.getMessage()).replaceFirst("\\.$", "");
  }

  private void add(String key, String problem, String remedy) {
    mistakes.add(new Mistake(declaration.at(key), problem, remedy));
  }
}
