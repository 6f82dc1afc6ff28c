package dev.sluice.tool.code;

import dev.sluice.protocol.feature.ToolException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns words like "last quarter" into days: a model is sure of the words, not of the days. */
public final class CalendarPeriod implements Tool<CalendarPeriod.Input, CalendarPeriod.Period> {

  /** How long a period is. */
  public enum Unit {
    /** Monday to Sunday. */
    WEEK,
    /** A calendar month. */
    MONTH,
    /** January to March, and so on. */
    QUARTER,
    /** A calendar year. */
    YEAR
  }

  /**
   * A period by its distance.
   *
   * @param unit how long it is
   * @param offset how many units after the one that holds the day; -1 for the last one
   * @param day counted from there; today in UTC when null
   */
  public record Input(
      Unit unit,
      @Description("0 for the current one, -1 for the last one") int offset,
      @Description("Counted from there instead of today (UTC)") @Nullable LocalDate day) {}

  /**
   * Days, as declared tools take them.
   *
   * @param from the first day
   * @param until the day after the last
   */
  public record Period(LocalDate from, LocalDate until) {}

  @Override
  public About<Input, Period> about() {
    return new About<>(
        "calendar_period",
        "Days of a period",
        "First day and day after the last of a week, month, quarter or year near a day.",
        Set.of(),
        Input.class,
        Period.class,
        new Input(Unit.QUARTER, -1, LocalDate.of(1998, 8, 2)));
  }

  @Override
  public Period call(Input input, Context context) {
    LocalDate today = LocalDate.ofInstant(context.now(), ZoneOffset.UTC);
    LocalDate day = input.day() == null ? today : input.day();
    try {
      LocalDate from = start(input.unit(), day, input.offset());
      LocalDate until = start(input.unit(), from, 1);
      if (from.getYear() < 1 || until.getYear() > 9_999) {
        throw new ToolException(
            "There is no such period: give an offset within the years 1 to 9999.");
      }
      return new Period(from, until);
    } catch (DateTimeException e) {
      throw new ToolException("There is no such period: " + e.getMessage(), e);
    }
  }

  private static LocalDate start(Unit unit, LocalDate day, int offset) {
    return switch (unit) {
      case WEEK -> day.minusDays(day.getDayOfWeek().getValue() - 1L).plusWeeks(offset);
      case MONTH -> day.withDayOfMonth(1).plusMonths(offset);
      case QUARTER -> day.with(IsoFields.DAY_OF_QUARTER, 1).plusMonths(3L * offset);
      case YEAR -> day.withDayOfYear(1).plusYears(offset);
    };
  }
}
