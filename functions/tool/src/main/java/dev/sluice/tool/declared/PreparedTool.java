package dev.sluice.tool.declared;

import dev.sluice.catalog.ToolDeclaration;
import dev.sluice.data.OrderByClause;
import dev.sluice.data.SqlTemplate;
import java.util.Optional;

/**
 * A declared tool whose parts fit each other, as far as that can be told without a database.
 *
 * @param declaration what its owner wrote
 * @param sql its statement
 * @param order the statement's own; empty when it has none
 */
record PreparedTool(ToolDeclaration declaration, SqlTemplate sql, Optional<OrderByClause> order) {

  String name() {
    return declaration.name();
  }
}
