package dev.sluice.task.result;

import dev.sluice.catalog.shape.Column;
import dev.sluice.data.Rows;
import dev.sluice.task.TaskId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a stored result is: stored after its parts, so where it is, they all are.
 *
 * @param task whose result it is
 * @param attempt that stored it, from 1
 * @param columns in order, with PostgreSQL's types
 * @param masked how the columns are shown that are not shown as they are, by their labels
 * @param source where the rows came from
 * @param ageSeconds the most that they were behind when they were read, rounded up; null where
 *     nobody asked
 * @param stale whether that is more than the tool allows, or not known to be less
 * @param cut whether rows were left out, and by which limit
 * @param rows how many there are
 * @param bytes of all parts, uncompressed
 * @param parts in order
 */
public record ResultIndex(
    TaskId task,
    int attempt,
    List<Column> columns,
    Map<String, String> masked,
    Rows.Source source,
    @Nullable Long ageSeconds,
    boolean stale,
    Rows.Cut cut,
    long rows,
    long bytes,
    List<Part> parts) {

  /** Copies list and map. */
  public ResultIndex {
    columns = List.copyOf(columns);
    masked = Collections.unmodifiableMap(new TreeMap<>(masked));
    parts = List.copyOf(parts);
  }

  /**
   * A part: JSON Lines, compressed with gzip. A line is a row, as an object in the columns' order.
   *
   * @param name within the attempt
   * @param firstRow the number of its first row, from 1
   * @param rows how many it has, from 1
   * @param bytes as it is stored
   * @param uncompressedBytes with a line feed behind each row
   * @param sha256 of what is stored, in hexadecimal
   */
  public record Part(
      String name, long firstRow, long rows, long bytes, long uncompressedBytes, String sha256) {}

  /** The key of a part. */
  String key(Part part) {
    return ResultKeys.of(task, attempt) + part.name();
  }
}
