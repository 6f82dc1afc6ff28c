package dev.sluice.control.off;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.Deadline;
import dev.sluice.call.subject.Subject;
import dev.sluice.call.subject.SubjectDataException;
import dev.sluice.call.subject.Subjects;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SubjectSwitchesTest {
  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
  private static final Subject ALICE = new Subject("north", "alice");

  private final MemorySwitchStore store = new MemorySwitchStore();
  private final SubjectSwitches data = new SubjectSwitches(store);

  private void off(String target) {
    store.put(new Switch(Target.parse(target).orElseThrow(), "a reason", NOW));
  }

  private static Deadline deadline() {
    return Deadline.after(Duration.ofMinutes(1), InstantSource.fixed(NOW));
  }

  @Test
  void erase_oneSubject_takesTheSwitchOfItsNameAndNoOther() throws Exception {
    off("principal:alice");
    off("principal:bob");
    off("tool:alice");
    off("tenant:north");
    assertThat(data.count(Subjects.only(ALICE), deadline())).isEqualTo(1);

    data.erase(Subjects.only(ALICE), deadline());
    data.erase(Subjects.only(ALICE), deadline());

    assertThat(data.count(Subjects.only(ALICE), deadline())).isZero();
    assertThat(store.all(Duration.ofSeconds(1)))
        .extracting(one -> one.target().toString())
        .containsExactly("principal:bob", "tenant:north", "tool:alice");
  }

  @Test
  void erase_subjectKnownByTheHashOfItsNameAlone_findsWhatIsOlder() throws Exception {
    off("principal:alice");

    assertThat(data.count(erasedAt(NOW.minusSeconds(1)), deadline())).isZero();
    assertThat(data.count(erasedAt(NOW.plusSeconds(1)), deadline())).isEqualTo(1);
  }

  @Test
  void export_subjectThatIsOff_tellsTheReason() throws Exception {
    Map<String, String> files = new TreeMap<>();
    data.export(ALICE, (path, content) -> files.put(path, new String(content, UTF_8)), deadline());
    assertThat(files).isEmpty();
    off("principal:alice");

    data.export(ALICE, (path, content) -> files.put(path, new String(content, UTF_8)), deadline());

    assertThat(files).containsOnlyKeys("switches.json");
    assertThat(files.get("switches.json")).contains("principal:alice", "a reason");
  }

  @Test
  void count_storeThatIsAway_isAFailureAndNoZero() {
    store.away(true);
    assertThatThrownBy(() -> data.count(Subjects.only(ALICE), deadline()))
        .isInstanceOf(SubjectDataException.class)
        .hasMessage("switches: away");
  }

  private static Subjects erasedAt(Instant end) {
    return new Subjects() {
      @Override
      public boolean include(String hash, Instant since) {
        return hash.equals(Subject.nameHash("alice")) && !since.isAfter(end);
      }

      @Override
      public Optional<Subject> only() {
        return Optional.empty();
      }
    };
  }
}
