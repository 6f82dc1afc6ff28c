package dev.sluice.data;

import dev.sluice.catalog.shape.Column;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * The answer to one query, within its limits.
 *
 * @param columns in the statement's order, their names all different
 * @param rows a value for every column
 * @param cut whether rows were left out, and by which limit
 * @param source where the rows came from
 */
public record Rows(List<Column> columns, List<List<JsonNode>> rows, Cut cut, Source source) {

  /** Copies the lists. */
  public Rows {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  /** As many of the rows, from the first on, cut by that limit. */
  public Rows first(int count, Cut by) {
    return new Rows(columns, rows.subList(0, count), by, source);
  }

  /** Why an answer ends before its statement's last row. */
  public enum Cut {
    /** It does not: every row is here. */
    NONE,
    /** The most rows that the query allows are here, and there is at least one more. */
    BY_ROWS,
    /** One row more would have gone over the bytes that the query allows. */
    BY_BYTES
  }

  /**
   * Where rows came from.
   *
   * @param server the name of the server
   * @param replica whether it was a replica; otherwise the primary stood in
   */
  public record Source(String server, boolean replica) {}
}
