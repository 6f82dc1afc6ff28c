package dev.sluice.tool.declared;

import dev.sluice.call.RelationName;
import dev.sluice.catalog.Mask;
import dev.sluice.catalog.ToolDeclaration;
import dev.sluice.data.OrderByClause;
import dev.sluice.data.SqlTemplate;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A declared tool whose parts fit each other, as far as that can be told without a database.
 *
 * @param declaration what its owner wrote
 * @param sql its statement
 * @param order the statement's own; empty when it has none
 * @param masks of the answer's columns, by their labels
 * @param relations all that the statement names
 */
record PreparedTool(
    ToolDeclaration declaration,
    SqlTemplate sql,
    Optional<OrderByClause> order,
    Map<String, Mask> masks,
    Set<RelationName> relations) {

  /** Copies the map and the set. */
  PreparedTool {
    masks = Collections.unmodifiableMap(new TreeMap<>(masks));
    relations = Set.copyOf(relations);
  }

  String name() {
    return declaration.name();
  }
}
