package dev.sluice.control.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class StandingTest {
  private static final Instant RESET = Instant.parse("2026-11-27T00:00:00Z");
  private static final Standing ROWS = new Standing("tenant", "rows_per_day", 100, 250, RESET);

  @Test
  void message_usedUp_saysWhatHowMuchAndWhenToComeBack() {
    assertThat(ROWS.message(RESET.minusMillis(90_001)))
        .isEqualTo(
            "Over budget: the rows_per_day of your tenant are used up: 250 of 100. Come back in"
                + " 91 s, at 2026-11-27T00:00:00Z.");
  }

  @Test
  void secondsLeft_atItsEnd_isOne() {
    assertThat(ROWS.secondsLeft(RESET)).isEqualTo(1);
    assertThat(ROWS.secondsLeft(RESET.plusSeconds(9))).isEqualTo(1);
    assertThat(ROWS.left()).isZero();
  }
}
