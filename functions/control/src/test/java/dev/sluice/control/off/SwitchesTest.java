package dev.sluice.control.off;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.Principal;
import dev.sluice.telemetry.Metric;
import dev.sluice.telemetry.RecordingTelemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SwitchesTest {
  private static final Principal ANN = new Principal("ann", "acme", Set.of(), false);
  private Instant now = Instant.parse("2026-11-26T10:00:00Z");
  private final MemorySwitchStore store = new MemorySwitchStore();
  private final RecordingTelemetry telemetry = new RecordingTelemetry();
  private final Switches switches = new Switches(store, () -> now, telemetry);

  private void off(Target.Kind kind, String name) {
    store.put(new Switch(new Target(kind, name), "why", now));
  }

  @Test
  void of_switchedOffMeanwhile_isInForceWithin20Seconds() {
    assertThat(switches.of(ANN)).isEmpty();
    off(Target.Kind.TENANT, "acme");
    assertThat(switches.of(ANN)).isEmpty();
    now = now.plus(Switches.FRESH);

    assertThat(switches.of(ANN)).isPresent();
    assertThat(switches.of(new Principal("ann", "other", Set.of(), false))).isEmpty();
    assertThat(store.reads()).isEqualTo(2);
  }

  @Test
  void ofTool_storeAwayLater_staysAsItWasKnown() {
    off(Target.Kind.TOOL, "query");
    assertThat(switches.ofTool("query")).isPresent();
    store.away(true);
    now = now.plusSeconds(600);

    assertThat(switches.ofTool("query")).isPresent();
    assertThat(telemetry.sum(Metric.SWITCH_READ_FAILURES)).isEqualTo(1);
  }

  @Test
  void of_storeAwayFromTheStart_isOpenAndLoudUntilItAnswers() {
    off(Target.Kind.PRINCIPAL, "ann");
    store.away(true);
    assertThat(switches.of(ANN)).isEmpty();
    assertThat(telemetry.sum(Metric.SWITCH_READ_FAILURES)).isEqualTo(1);
    store.away(false);
    now = now.plusSeconds(1);

    assertThat(switches.of(ANN)).isPresent();
  }

  @Test
  void parse_whatIsWritten_isTheTargetOrNothing() {
    assertThat(Target.parse("tenant:a:b")).contains(new Target(Target.Kind.TENANT, "a:b"));
    assertThat(Target.parse("customer_orders")).isEmpty();
    assertThat(Target.parse("tool:")).isEmpty();
  }

  /** Nearly everybody on a laptop is one. */
  @Test
  void of_callerWithoutATenant_isFoundByItsNameAlone() {
    Principal local = new Principal("local", "", Set.of(), true);
    off(Target.Kind.TENANT, "acme");
    assertThat(switches.of(local)).isEmpty();
    assertThat(switches.ofTool(" ")).isEmpty();
    assertThat(switches.ofTool("x".repeat(Target.MOST_NAME_CHARS + 1))).isEmpty();
    off(Target.Kind.PRINCIPAL, "local");
    now = now.plus(Switches.FRESH);

    assertThat(switches.of(local)).isPresent();
  }

  @Test
  void fresh_atMost_leavesTimeWithinAMinute() {
    assertThat(Switches.FRESH).isLessThan(Switches.MOST_FRESH);
    assertThat(Switches.MOST_FRESH.plus(Switches.READ_LIMIT)).isLessThan(Duration.ofMinutes(1));
    assertThatThrownBy(() -> new Switches(store, Duration.ofSeconds(41), () -> now, telemetry))
        .hasMessageContaining("PT41S");
  }
}
