package dev.sluice.sql;

import dev.sluice.call.RelationName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that stands in FROM, as the expressions of the query see it.
 *
 * @param name by which it is qualified; empty when it has none
 * @param relation which relation it is, where no alias hides that
 * @param output what it has
 */
record Range(String name, @Nullable RelationName relation, Output output) {
  List<VisibleColumn> columns() {
    return output.columns();
  }

  /** The same with no column at a known place. */
  Range displaced() {
    return new Range(name, relation, output.displaced());
  }
}
