package dev.sluice.data.inspect;

import java.util.List;
import java.util.OptionalLong;

/**
 * What the database knows of a relation's size and indexes.
 *
 * @param rows as last estimated, the partitions' summed; empty when that was never done
 * @param indexes those whose columns the role may select, by name
 */
public record Statistics(OptionalLong rows, List<Index> indexes) {

  /** Copies the list. */
  public Statistics {
    indexes = List.copyOf(indexes);
  }

  /**
   * An index.
   *
   * @param columns that it is searched by, in order; an expression is left out
   * @param unique whether no two rows agree in it
   * @param partialOrExpression whether it covers some rows only, or something else than columns
   */
  public record Index(List<String> columns, boolean unique, boolean partialOrExpression) {

    /** Copies the list. */
    public Index {
      columns = List.copyOf(columns);
    }
  }
}
