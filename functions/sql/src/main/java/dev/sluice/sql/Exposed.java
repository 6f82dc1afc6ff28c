package dev.sluice.sql;

import java.util.List;
import java.util.Set;

/**
 * What of a relation may be read.
 *
 * @param columns their names, as the database has them
 * @param masked those of them that a caller sees only in part
 */
public record Exposed(List<String> columns, Set<String> masked) {
  /**
   * Copies both.
   *
   * @throws IllegalArgumentException when a masked column is not among the columns
   */
  public Exposed {
    columns = List.copyOf(columns);
    masked = Set.copyOf(masked);
    if (!columns.containsAll(masked)) {
      throw new IllegalArgumentException("masked " + masked + " are not all among " + columns);
    }
  }
}
