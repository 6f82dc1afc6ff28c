package dev.sluice.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FaultTest {

  @Test
  void of_causes_tellsClassesAndPlacesAndNoMessage() {
    String told =
        Fault.of(
            new IllegalStateException(
                "with 4711", new NumberFormatException("For input string: \"4711\"")));
    assertThat(told)
        .startsWith("java.lang.IllegalStateException at dev.sluice.telemetry.FaultTest.")
        .contains(", by java.lang.NumberFormatException at ")
        .doesNotContain("4711");
  }

  @Test
  void of_manyCauses_endsSoon() {
    Throwable thrown = new IllegalStateException("innermost");
    for (int depth = 0; depth < 100; depth++) {
      thrown = new IllegalStateException("outer", thrown);
    }
    assertThat(Fault.of(thrown).split(", by ", -1)).hasSize(4);
  }
}
