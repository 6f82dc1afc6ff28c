package dev.sluice.data;

import dev.sluice.catalog.shape.Column;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The answer to one query, within its limits.
 *
 * @param columns in the statement's order, their names all different
 * @param rows a value for every column
 * @param cut whether rows were left out, and by which limit
 * @param source where the rows came from
 * @param age how old what was read can be
 */
public record Rows(
    List<Column> columns, List<List<JsonNode>> rows, Cut cut, Source source, Age age) {

  /** Copies the lists. */
  public Rows {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  /** Rows of which nobody measured how old they are. */
  public Rows(List<Column> columns, List<List<JsonNode>> rows, Cut cut, Source source) {
    this(columns, rows, cut, source, Age.UNKNOWN);
  }

  /** The same rows, of another age. */
  public Rows of(Age age) {
    return new Rows(columns, rows, cut, source, age);
  }

  /** The same rows, from elsewhere and of another age. */
  public Rows of(Source source, Age age) {
    return new Rows(columns, rows, cut, source, age);
  }

  /** As many of the rows, from the first on, cut by that limit. */
  public Rows first(int count, Cut by) {
    return new Rows(columns, rows.subList(0, count), by, source, age);
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
   * @param kept whether they were read for an earlier call
   */
  public record Source(String server, boolean replica, boolean kept) {
    /** Read for this call. */
    public Source(String server, boolean replica) {
      this(server, replica, false);
    }

    /** As answers and records have it. */
    public String word() {
      return kept ? "cache of " + server : server;
    }
  }

  /**
   * How old what was read can be.
   *
   * @param lag how far it can have been behind the primary when the statement was sent: never less
   *     than it was, often more; zero for the primary's own, null where nobody measured or the
   *     server could not tell
   * @param stale whether that is more than the query allows, or not known to be less
   */
  public record Age(@Nullable Duration lag, boolean stale) {
    /** Nobody measured, and nobody asked. */
    public static final Age UNKNOWN = new Age(null, false);
  }
}
