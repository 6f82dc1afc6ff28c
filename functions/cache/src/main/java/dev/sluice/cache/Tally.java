package dev.sluice.cache;

/**
 * What was used up, and when.
 *
 * @param minute of the epoch in which the calls were
 * @param day of the epoch, of UTC, on which the rest was
 */
public record Tally(long minute, long day, Amounts used) {

  /** Nothing, at a time. */
  public static Tally nothing(long minute, long day) {
    return new Tally(minute, day, Amounts.NONE);
  }

  /** What of it counts at a time: what was used in another minute, or on another day, does not. */
  public Tally at(long minute, long day) {
    boolean sameMinute = this.minute == minute;
    boolean sameDay = this.day == day;
    return sameMinute && sameDay
        ? this
        : new Tally(
            minute,
            day,
            new Amounts(
                sameMinute ? used.calls() : 0,
                sameDay ? used.rows() : 0,
                sameDay ? used.bytes() : 0,
                sameDay ? used.millis() : 0));
  }

  /** With more, in the same minute and on the same day. */
  public Tally plus(Amounts more) {
    return new Tally(minute, day, used.plus(more));
  }
}
