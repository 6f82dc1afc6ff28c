package dev.sluice.call.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.Principal;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SubjectTest {

  @Test
  void hash_sameSubject_isTheSameWhateverItsScopes() {
    Subject first = Subject.of(new Principal("alice", "north", Set.of("a"), false));
    Subject second = Subject.of(new Principal("alice", "north", Set.of(), true));

    assertThat(first.hash()).isEqualTo(second.hash()).matches("[A-Za-z0-9_-]{43}");
  }

  @Test
  void hash_sameTextsSplitOtherwise_areDifferent() {
    assertThat(new Subject("ab", "c").hash()).isNotEqualTo(new Subject("a", "bc").hash());
    assertThat(new Subject("", "ab").hash()).isNotEqualTo(new Subject("ab", "ab").hash());
  }

  @Test
  void nameHash_sameName_isAnotherThanThatOfASubjectWithoutATenant() {
    assertThat(Subject.nameHash("ab")).isEqualTo(Subject.nameHash("ab"));
    assertThat(Subject.nameHash("ab")).isNotEqualTo(new Subject("", "ab").hash());
    assertThat(Subjects.only(new Subject("x", "ab")).include(Subject.nameHash("ab"), Instant.EPOCH))
        .isTrue();
  }

  @Test
  void toString_anySubject_hasNoName() {
    assertThat(new Subject("north", "alice").toString()).doesNotContain("alice", "north");
  }

  @Test
  void new_withoutName_isRefused() {
    assertThatThrownBy(() -> new Subject("north", " "))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void only_anotherOfTheSameTenant_isNotMeant() {
    Subjects alice = Subjects.only(new Subject("north", "alice"));

    assertThat(alice.include(new Subject("north", "alice").hash(), Instant.EPOCH)).isTrue();
    assertThat(alice.include(new Subject("north", "bob").hash(), Instant.EPOCH)).isFalse();
    assertThat(alice.include(new Subject("south", "alice").hash(), Instant.EPOCH)).isFalse();
  }
}
