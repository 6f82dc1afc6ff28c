package dev.sluice.task;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What an attempt came to. Rows are stored under the task's id and the attempt; here is only how
 * many there are.
 *
 * @param rows how many, zero where the result is not rows
 * @param bytes uncompressed
 * @param result what is no rows: a tool's own result in MCP's form, at most {@link
 *     TaskLimits#MOST_RESULT_BYTES} of JSON, not to be changed; null for rows
 */
public record Outcome(long rows, long bytes, @Nullable JsonNode result) {

  /** Throws {@link IllegalArgumentException} on less than nothing. */
  public Outcome {
    if (rows < 0 || bytes < 0) {
      throw new IllegalArgumentException(rows + " rows in " + bytes + " bytes: less than nothing");
    }
  }

  /** Rows that are stored. */
  public static Outcome ofRows(long rows, long bytes) {
    return new Outcome(rows, bytes, null);
  }

  /** A tool's own result, which is no rows. */
  public static Outcome ofResult(JsonNode result) {
    return new Outcome(0, TaskLimits.bytesOf(result), result);
  }
}
