package dev.sluice.catalog;

/**
 * What somebody may use up, {@link #UNBOUNDED} where nothing is said of it.
 *
 * @param callsPerMinute 1 to {@value #MOST_CALLS_PER_MINUTE}
 * @param rowsPerDay 1 to {@value #MOST_PER_DAY}
 * @param bytesPerDay of the rows as JSON, as a tool's limits count them, 1 to {@value
 *     #MOST_PER_DAY}
 * @param databaseMillisPerDay from when a server is asked until the last row is there, 1 to {@value
 *     #MOST_PER_DAY}
 */
public record Allowance(
    long callsPerMinute, long rowsPerDay, long bytesPerDay, long databaseMillisPerDay) {
  /** Nothing is said of it. */
  public static final long UNBOUNDED = Long.MAX_VALUE;

  /** More calls than any environment could count. */
  public static final long MOST_CALLS_PER_MINUTE = 1_000_000_000;

  /** Redis adds in floating point where a script does: above this it would no longer be exact. */
  public static final long MOST_PER_DAY = 1_000_000_000_000_000L;

  /** Bounds nothing. */
  public static final Allowance NONE = new Allowance(UNBOUNDED, UNBOUNDED, UNBOUNDED, UNBOUNDED);

  /** Whether anything is said. */
  public boolean isBounded() {
    return !equals(NONE);
  }

  /** Whether anything is said of what is counted by the day. */
  public boolean isBoundedByDay() {
    return rowsPerDay != UNBOUNDED || bytesPerDay != UNBOUNDED || databaseMillisPerDay != UNBOUNDED;
  }
}
