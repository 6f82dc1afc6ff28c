package dev.sluice.catalog;

/**
 * How much one answer may be, and how long its statement may run.
 *
 * @param maxRows 1 to {@value #MOST_ROWS}
 * @param maxBytes of the rows as JSON, 1,024 to {@value #MOST_BYTES}
 * @param timeoutMillis 1 to {@value #MOST_TIMEOUT_MILLIS}
 */
public record Limits(int maxRows, int maxBytes, int timeoutMillis) {
  /** More rows than this belong in a task. */
  public static final int MOST_ROWS = 10_000;

  /** The least that leaves room for one ordinary row. */
  public static final int LEAST_BYTES = 1_024;

  /**
   * Rows go out twice, as objects and as text, and Lambda's answer ends at 6 MB (Lambda quotas,
   * "Invocation payload").
   */
  public static final int MOST_BYTES = 1_048_576;

  /** Below API Gateway's 29 s, with room for the answer. */
  public static final int MOST_TIMEOUT_MILLIS = 25_000;

  /** What a tool gets that declares no limits. */
  public static final Limits DEFAULT = new Limits(200, 262_144, 2_000);
}
