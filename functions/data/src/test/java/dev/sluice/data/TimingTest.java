package dev.sluice.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimingTest {
  @Test
  void of_amplyBeforeTheDeadline_isTheToolsOwnLimit() {
    assertThat(Timing.of(2_000, Duration.ofSeconds(20)))
        .isEqualTo(new Timing(2_000, 2_100, 2_350, false));
    assertThat(Timing.of(2_000, Duration.ofMillis(2_370)))
        .isEqualTo(new Timing(2_000, 2_100, 2_350, false));
  }

  @Test
  void of_closeToTheDeadline_isLess() {
    assertThat(Timing.of(2_000, Duration.ofMillis(2_369)))
        .isEqualTo(new Timing(1_999, 2_099, 2_349, true));
    assertThat(Timing.of(2_000, Duration.ofMillis(220))).isEqualTo(new Timing(100, 128, 200, true));
  }

  @ParameterizedTest
  @CsvSource({"30", "31", "50", "100", "500", "719", "720", "721", "5000", "30000"})
  void of_anyTimeLeft_endsInOrderAndBeforeTheDeadline(int remainingMillis) {
    Timing timing = Timing.of(25_000, Duration.ofMillis(remainingMillis));
    assertThat(timing.limitMillis()).isPositive();
    assertThat(timing.cancelMillis()).isGreaterThanOrEqualTo(timing.limitMillis());
    assertThat(timing.cutMillis())
        .isGreaterThan(timing.cancelMillis())
        .isLessThanOrEqualTo(remainingMillis - 20);
  }
}
