package dev.sluice.identity.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.subject.Subject;
import dev.sluice.telemetry.Event;
import dev.sluice.telemetry.Metric;
import dev.sluice.telemetry.RecordingTelemetry;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PseudonymsTest {
  private static final Subject ANN = new Subject("acme", "ann");

  private final MemorySubjectKeys keys = new MemorySubjectKeys();
  private final RecordingTelemetry telemetry = new RecordingTelemetry();
  private Instant now = Instant.parse("2026-11-26T12:00:00Z");
  private final Pseudonyms pseudonyms = environment();

  private Pseudonyms environment() {
    return new Pseudonyms(keys, () -> now, telemetry);
  }

  @Test
  void of_anyEnvironment_isTheSameAndHoldsNoName() {
    Pseudonym ann = pseudonyms.of(ANN);

    assertThat(ann.text()).matches("p-[0-9a-f]{32}");
    assertThat(ann.isLinkable()).isTrue();
    assertThat(environment().of(ANN)).isEqualTo(ann);
    assertThat(pseudonyms.of(new Subject("other", "ann"))).isNotEqualTo(ann);
    assertThat(ANN.toString()).doesNotContain("ann", "acme");
  }

  @Test
  void of_askedAgainSoon_doesNotAskForTheKey() {
    pseudonyms.of(ANN);
    pseudonyms.of(ANN);
    assertThat(keys.asked()).isEqualTo(1);

    now = now.plus(Pseudonyms.KEPT);
    pseudonyms.of(ANN);
    assertThat(keys.asked()).isEqualTo(2);

    now = now.minus(Duration.ofDays(1));
    pseudonyms.of(ANN);
    assertThat(keys.asked()).as("after the clock was set back").isEqualTo(3);
  }

  @Test
  void of_moreThanAreKept_asksForTheOldestAgain() {
    for (int i = 0; i <= Pseudonyms.MOST_KEPT; i++) {
      pseudonyms.of(new Subject("", "s" + i));
    }
    pseudonyms.of(new Subject("", "s" + Pseudonyms.MOST_KEPT));
    assertThat(keys.asked()).isEqualTo(Pseudonyms.MOST_KEPT + 1);

    pseudonyms.of(new Subject("", "s0"));
    assertThat(keys.asked()).isEqualTo(Pseudonyms.MOST_KEPT + 2);
  }

  @Test
  void of_keysAway_isOfThisEnvironmentAloneAndTold() {
    keys.away(true);
    Pseudonym ann = pseudonyms.of(ANN);

    assertThat(ann.text()).matches("u-[0-9a-f]{32}");
    assertThat(ann.isLinkable()).isFalse();
    assertThat(pseudonyms.of(ANN)).as("in this environment").isEqualTo(ann);
    assertThat(environment().of(ANN)).as("in another").isNotEqualTo(ann);
    assertThat(telemetry.sum(Metric.PSEUDONYMS_UNLINKED)).isEqualTo(3);
    assertThat(telemetry.lines())
        .isNotEmpty()
        .allMatch(line -> line.event() == Event.PSEUDONYM_UNLINKED);
  }

  @Test
  void of_keysAway_asksOnlyNowAndThenAndFindsThemAgain() {
    keys.away(true);
    for (int i = 0; i < 10; i++) {
      pseudonyms.of(ANN);
    }
    assertThat(keys.asked()).isEqualTo(1);

    keys.away(false);
    now = now.plusSeconds(11);
    assertThat(pseudonyms.of(ANN).isLinkable()).isTrue();
  }

  @Test
  void rehearse_keysThereOrAway_asksAndKeepsNothing() throws Exception {
    assertThat(pseudonyms.rehearse().pseudonym().isLinkable()).isFalse();
    assertThat(keys.asked()).isEqualTo(1);
    assertThat(pseudonyms.find(ANN)).isEmpty();

    keys.away(true);
    pseudonyms.rehearse();
    pseudonyms.rehearse();
    assertThat(keys.asked()).as("in vain once").isEqualTo(3);

    keys.away(false);
    assertThat(pseudonyms.of(ANN).isLinkable()).as("nothing is suspected").isTrue();
  }

  @Test
  void erase_there_nextPseudonymIsAnother() throws Exception {
    Pseudonym before = pseudonyms.of(ANN);

    assertThat(pseudonyms.find(ANN)).hasValue(before);
    assertThat(pseudonyms.erase(ANN)).isTrue();

    assertThat(pseudonyms.find(ANN)).isEmpty();
    assertThat(pseudonyms.erase(ANN)).isFalse();
    assertThat(pseudonyms.of(ANN)).isNotEqualTo(before);
  }

  @Test
  void erase_otherEnvironmentHasIt_endsThereWithinWhatIsKept() throws Exception {
    Pseudonyms other = environment();
    Pseudonym before = other.of(ANN);
    pseudonyms.erase(ANN);
    assertThat(other.of(ANN)).isEqualTo(before);

    now = now.plus(Pseudonyms.KEPT);
    assertThat(other.of(ANN)).isNotEqualTo(before);
  }

  @Test
  void erase_keysAway_throws() {
    keys.away(true);
    assertThatThrownBy(() -> pseudonyms.erase(ANN)).isInstanceOf(SubjectKeysException.class);
  }

  @Test
  void forget_keysAway_environmentIsAnotherAfterwards() {
    keys.away(true);
    Pseudonym before = pseudonyms.of(ANN);
    pseudonyms.forget();
    assertThat(pseudonyms.of(ANN)).isNotEqualTo(before);
  }
}
