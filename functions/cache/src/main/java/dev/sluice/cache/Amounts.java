package dev.sluice.cache;

/**
 * How much of each kind is used up, or may be. Nothing is negative.
 *
 * @param calls in a minute
 * @param rows in a day, as are the others
 * @param bytes of rows
 * @param millis of a database's time
 */
public record Amounts(long calls, long rows, long bytes, long millis) {
  /** Nothing. */
  public static final Amounts NONE = new Amounts(0, 0, 0, 0);

  /** One call, and nothing else yet. */
  public static final Amounts ONE_CALL = new Amounts(1, 0, 0, 0);

  /** Throws {@link IllegalArgumentException} on less than nothing. */
  public Amounts {
    if (calls < 0 || rows < 0 || bytes < 0 || millis < 0) {
      throw new IllegalArgumentException("an amount is less than nothing");
    }
  }

  /** Both together. */
  public Amounts plus(Amounts other) {
    return new Amounts(
        calls + other.calls, rows + other.rows, bytes + other.bytes, millis + other.millis);
  }

  /** The greater of each. */
  public Amounts atLeast(Amounts other) {
    return new Amounts(
        Math.max(calls, other.calls),
        Math.max(rows, other.rows),
        Math.max(bytes, other.bytes),
        Math.max(millis, other.millis));
  }

  /** Whether one call more may begin: it is counted, and nothing of the rest is used up. */
  public boolean leavesACall(Amounts used) {
    return used.calls < calls && used.rows < rows && used.bytes < bytes && used.millis < millis;
  }
}
