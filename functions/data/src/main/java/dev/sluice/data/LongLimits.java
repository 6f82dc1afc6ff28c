package dev.sluice.data;

/**
 * How much a long read may hand out, and how long its statement may run.
 *
 * @param maxRows 1 to {@value #MOST_ROWS}
 * @param maxBytes of the rows as JSON, 1,024 to {@value #MOST_BYTES}
 * @param timeoutMillis from the statement to the last row, the sink's time included; 1 to {@value
 *     #MOST_TIMEOUT_MILLIS}
 */
public record LongLimits(long maxRows, long maxBytes, int timeoutMillis) {
  /** What a caller still reads page by page, or loads by its links. */
  public static final long MOST_ROWS = 10_000_000;

  /** 10 GiB: more than a replica sends in the time. */
  public static final long MOST_BYTES = 10L << 30;

  /** The least that leaves room for one ordinary row. */
  public static final long LEAST_BYTES = 1_024;

  /** 14 min: a function has 15 min at most (Lambda quotas, "Function timeout"). */
  public static final int MOST_TIMEOUT_MILLIS = 14 * 60 * 1_000;

  /** All that any tool may have. */
  public static final LongLimits MOST = new LongLimits(MOST_ROWS, MOST_BYTES, MOST_TIMEOUT_MILLIS);

  /** Throws {@link IllegalArgumentException} for what is out of range. */
  public LongLimits {
    check("rows", maxRows, 1, MOST_ROWS);
    check("bytes", maxBytes, LEAST_BYTES, MOST_BYTES);
    check("milliseconds", timeoutMillis, 1, MOST_TIMEOUT_MILLIS);
  }

  private static void check(String unit, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "a long read of " + value + " " + unit + ", not " + least + " to " + most);
    }
  }
}
