package dev.sluice.task.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.task.TaskId;
import dev.sluice.task.TaskStoreException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredResultsTest {
  private static final Instant START = Instant.parse("2026-11-26T00:00:00Z");
  private static final TaskId A = id('a');
  private static final TaskId B = id('b');
  private static final TaskId C = id('c');

  private Instant now = START;
  private final MemoryObjectStore store = new MemoryObjectStore(() -> now);
  private final StoredResults results = new StoredResults(store);

  private static TaskId id(char letter) {
    return new TaskId(String.valueOf(letter).repeat(27));
  }

  private void store(TaskId id, int attempt) throws IOException {
    Results.store(store, id, attempt, 60, ResultWriterTest.rows(9));
  }

  @Test
  void keepOnly_oneOfSeveral_deletesTheOthers() throws Exception {
    for (int attempt : List.of(1, 2, 12)) {
      store(A, attempt);
      store(B, attempt);
    }
    results.keepOnly(A, 1);
    results.keepOnly(A, 1);
    assertThat(store.keys().stream().filter(key -> key.startsWith(A.text())))
        .hasSize(4)
        .allMatch(key -> key.startsWith(A + "/1/"));
    assertThat(store.keys().stream().filter(key -> key.startsWith(B.text()))).hasSize(12);
  }

  @Test
  void deleteAll_task_leavesTheOthersAlone() throws Exception {
    store(A, 1);
    store(A, 2);
    store(B, 1);
    results.deleteAll(A);
    results.deleteAll(A);
    assertThat(store.keys()).hasSize(4).allMatch(key -> key.startsWith(B + "/1/"));
    assertThat(results.stored(null, 10)).containsExactly(B);
  }

  @ParameterizedTest
  @ValueSource(ints = {999, 1_000, 1_001, 2_000, 2_500})
  void deleteAll_manyObjects_deletesThemAll(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      store.put(A + "/1/" + i, new byte[1], "text/plain");
    }
    results.deleteAll(A);
    assertThat(store.keys()).isEmpty();
  }

  @Test
  void stored_pages_giveEachTaskOnce() throws Exception {
    for (TaskId id : List.of(C, A, B)) {
      store(id, 1);
      store(id, 2);
    }
    store.put("no-task/1/x", new byte[1], "text/plain");
    assertThat(results.stored(null, 2)).containsExactly(A, B);
    assertThat(results.stored(B, 2)).containsExactly(C);
    assertThat(results.stored(C, 10)).isEmpty();
  }

  @Test
  void storedBefore_oneYoungObject_sparesItsTask() throws Exception {
    store(A, 1);
    store(B, 1);
    store(C, 1);
    now = START.plus(Duration.ofHours(2));
    store(B, 2);
    store.put("no-task/1/x", new byte[1], "text/plain");
    assertThat(results.storedBefore(START.plusSeconds(1), null))
        .isEqualTo(new StoredResults.Some(List.of(A, C), null));
    assertThat(results.storedBefore(START.plusSeconds(1), A).ids()).containsExactly(C);
    assertThat(results.storedBefore(START, null).ids()).isEmpty();
    assertThat(results.storedBefore(now.plusSeconds(1), null).ids()).containsExactly(A, B, C);
  }

  @Test
  void storedBefore_moreThanOneGo_goesOnWhereItEnded() throws Exception {
    List<TaskId> ids =
        Stream.generate(TaskId::random)
            .limit(30)
            .sorted(Comparator.comparing(TaskId::text))
            .toList();
    for (TaskId id : ids) {
      for (int i = 0; i < 1_500; i++) {
        store.put(id + "/1/" + i, new byte[1], "text/plain");
      }
    }
    List<TaskId> found = new ArrayList<>();
    StoredResults.Some some = results.storedBefore(START.plusSeconds(1), null);
    int goes = 1;
    found.addAll(some.ids());
    while (some.next() != null) {
      some = results.storedBefore(START.plusSeconds(1), some.next());
      found.addAll(some.ids());
      goes++;
    }
    assertThat(found).isEqualTo(ids);
    assertThat(goes).isEqualTo(3);
  }

  @Test
  void any_storeFails_saysWhatWasAsked() {
    store.fail(_ -> true);
    assertThatThrownBy(() -> results.deleteAll(A))
        .isInstanceOf(TaskStoreException.class)
        .hasMessageStartingWith("clear away results of task " + A + ": ");
    assertThatThrownBy(() -> results.stored(null, 1)).isInstanceOf(TaskStoreException.class);
    assertThatThrownBy(() -> results.storedBefore(START, null))
        .isInstanceOf(TaskStoreException.class);
  }
}
