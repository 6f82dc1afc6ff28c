package dev.sluice.data.inspect;

import dev.sluice.catalog.shape.Column;
import java.util.List;

/**
 * What a statement takes and gives.
 *
 * @param columns of its answer, named and typed as an answer's columns are
 * @param parameterTypes PostgreSQL's name of each parameter's type, in the order of the template's
 *     parameters: a name that occurs twice has two, which may differ
 */
public record StatementShape(List<Column> columns, List<String> parameterTypes) {

  /** Copies the lists. */
  public StatementShape {
    columns = List.copyOf(columns);
    parameterTypes = List.copyOf(parameterTypes);
  }
}
