package dev.sluice.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TaskIdTest {

  @Test
  void random_manyTimes_neverRepeats() {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      assertThat(seen.add(TaskId.random().text())).isTrue();
    }
  }

  @Test
  void of_whatIsNoId_isEmpty() {
    assertThat(TaskId.of("")).isEmpty();
    assertThat(TaskId.of("a".repeat(26))).isEmpty();
    assertThat(TaskId.of("a".repeat(28))).isEmpty();
    assertThat(TaskId.of("#".repeat(27))).isEmpty();
    assertThat(TaskId.of("a".repeat(27) + "\n")).isEmpty();
  }

  @Test
  void of_anId_isIt() {
    TaskId id = TaskId.random();

    assertThat(TaskId.of(id.text())).contains(id);
    assertThat(id).hasToString(id.text());
  }
}
