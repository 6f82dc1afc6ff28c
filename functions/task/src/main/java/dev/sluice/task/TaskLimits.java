package dev.sluice.task;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import tools.jackson.databind.JsonNode;

/**
 * How many tasks there may be, and how long each is kept.
 *
 * @param mostTurnsPerTenant how many of one tenant run at a time, 1 or more; callers without a
 *     tenant count as one
 * @param mostTurnsInAll how many run at a time, of all tenants together, 1 to {@value #MOST_TURNS}
 * @param mostWaitingPerTenant how many of one tenant may wait for their turn, 1 or more
 * @param ttlSeconds how long after its start a task and its result are kept, 60 or more
 */
public record TaskLimits(
    int mostTurnsPerTenant, int mostTurnsInAll, int mostWaitingPerTenant, long ttlSeconds) {

  /** 4, 20, 100, one day. */
  public static final TaskLimits DEFAULT = new TaskLimits(4, 20, 100, 86_400);

  /** The sweeper looks at so many in one sweep: with more it might never come to some. */
  public static final int MOST_TURNS = 500;

  /**
   * Of a call's arguments as JSON. With the next three it stays below the 400 kB that DynamoDB
   * keeps in one item.
   */
  public static final int MOST_ARGUMENTS_BYTES = 100_000;

  /** Of all that a task asks its owner, as JSON. */
  public static final int MOST_REQUESTS_BYTES = 50_000;

  /** Of all that its owner answered, as JSON: it may be stored twice while more is asked. */
  public static final int MOST_ANSWERS_BYTES = 50_000;

  /** Of a result that is no rows, as JSON. */
  public static final int MOST_RESULT_BYTES = 100_000;

  /** Throws {@link IllegalArgumentException} where no task could run. */
  public TaskLimits {
    if (mostTurnsPerTenant < 1 || mostTurnsInAll < 1 || mostWaitingPerTenant < 1) {
      throw new IllegalArgumentException(
          "limits of tasks: "
              + mostTurnsPerTenant
              + " turns per tenant, "
              + mostTurnsInAll
              + " in all, "
              + mostWaitingPerTenant
              + " waiting: each must be 1 or more");
    }
    if (mostTurnsInAll > MOST_TURNS) {
      throw new IllegalArgumentException(
          mostTurnsInAll + " turns in all: write at most " + MOST_TURNS);
    }
    if (ttlSeconds < 60) {
      throw new IllegalArgumentException(
          "tasks are kept " + ttlSeconds + " seconds: write 60 or more");
    }
  }

  /** How long after its start a task and its result are kept. */
  public Duration ttl() {
    return Duration.ofSeconds(ttlSeconds);
  }

  /** How many bytes a value takes as JSON. */
  static long bytesOf(JsonNode value) {
    return value.toString().getBytes(UTF_8).length;
  }
}
