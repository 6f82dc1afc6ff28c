package dev.sluice.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutageTest {
  private Instant now = Instant.parse("2026-11-24T12:00:00Z");
  private final Outage outage = new Outage(() -> now);

  @Test
  void mayTry_afterAFailure_isTrueForOneASecondLater() {
    outage.failed();
    assertThat(outage.isSuspected()).isTrue();
    assertThat(outage.mayTry()).isFalse();
    pass(Duration.ofSeconds(1));
    assertThat(outage.mayTry()).isTrue();
    assertThat(outage.mayTry()).as("to a second caller").isFalse();
    pass(Duration.ofSeconds(1));
    assertThat(outage.mayTry()).as("when the first has not come back").isTrue();
  }

  @Test
  void failed_againAndAgain_waitsLongerUpToTheMost() {
    List<Long> waits = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      outage.failed();
      long seconds = 0;
      while (!outage.mayTry()) {
        pass(Duration.ofSeconds(1));
        seconds++;
      }
      waits.add(seconds);
    }
    assertThat(waits).containsExactly(1L, 2L, 4L, 8L, 10L, 10L);
  }

  @Test
  void failed_byManyAtOnce_isOneFailure() {
    for (int i = 0; i < 100; i++) {
      outage.failed();
    }
    pass(Duration.ofSeconds(1));
    assertThat(outage.mayTry()).isTrue();
  }

  @Test
  void over_afterFailures_forgetsThem() {
    outage.failed();
    outage.over();
    assertThat(outage.isSuspected()).isFalse();
    outage.failed();
    pass(Duration.ofSeconds(1));
    assertThat(outage.mayTry()).isTrue();
  }

  @Test
  void mayTry_wallClockSetBack_isNotPutOff() {
    outage.failed();
    pass(Duration.ofHours(-1));
    assertThat(outage.mayTry()).isTrue();
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }
}
