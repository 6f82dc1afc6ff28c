package dev.sluice.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.data.Sighting.Position;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SightingTest {
  private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
  private static final Position REPLAYED = new Position(3, 1_000);

  @Test
  void lagAt_later_growsByWhatHasPassed() {
    Sighting sighting = seen(Duration.ofSeconds(2));
    assertThat(sighting.lagAt(NOON.plusSeconds(5))).isEqualTo(Duration.ofSeconds(7));
    assertThat(sighting.lagAt(NOON)).isEqualTo(Duration.ofSeconds(2));
    assertThat(sighting.lagAt(NOON.minusSeconds(1))).as("a clock that was set back").isNull();
    assertThat(seen(null).lagAt(NOON)).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {"1, 4, 4", "1, 20, 11", "1, -, 11", "-, 4, 4", "-, -, -"})
  void orBetter_askedTenSecondsLater_isTheYounger(
      @Nullable Long before, @Nullable Long now, @Nullable Long known) {
    Sighting later = new Sighting(NOON.plusSeconds(10), seconds(now), REPLAYED);
    Sighting both = later.orBetter(seen(seconds(before)));
    assertThat(both.lag()).isEqualTo(seconds(known));
    assertThat(both.askedAt()).isEqualTo(NOON.plusSeconds(10));
    assertThat(later.orBetter(null)).isEqualTo(later);
  }

  @ParameterizedTest
  @CsvSource({"3, 1000, true", "3, 999, true", "3, 1001, false", "4, 1000, false", "4, 10, false"})
  void comparedWith_primarysLog_missesNothingOnlyOnTheSameTimelineAndAsFar(
      long timeline, long bytes, boolean all) {
    Sighting compared = seen(Duration.ofHours(1)).comparedWith(new Position(timeline, bytes));
    assertThat(compared.lag()).isEqualTo(all ? Duration.ofMillis(1) : Duration.ofHours(1));
  }

  @Test
  void comparedWith_nothingToCompare_isAsBefore() {
    assertThat(seen(null).comparedWith(null)).isEqualTo(seen(null));
    Sighting aurora = new Sighting(NOON, null, null);
    assertThat(aurora.comparedWith(REPLAYED)).isEqualTo(aurora);
  }

  private static Sighting seen(@Nullable Duration lag) {
    return new Sighting(NOON, lag, REPLAYED);
  }

  private static @Nullable Duration seconds(@Nullable Long seconds) {
    return seconds == null ? null : Duration.ofSeconds(seconds);
  }
}
