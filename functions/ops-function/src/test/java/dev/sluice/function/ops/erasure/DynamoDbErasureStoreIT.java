package dev.sluice.function.ops.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.subject.Subject;
import dev.sluice.servers.AwsStores;
import dev.sluice.task.TaskStoreException;
import dev.sluice.task.aws.AwsAccess;
import dev.sluice.telemetry.Telemetry;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DynamoDbErasureStoreIT {
  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00.123Z");
  private static final Subject ALICE = new Subject("north", "alice");

  private static AwsStores stores;
  private DynamoDbErasureStore store;
  private String table;

  @BeforeAll
  static void startAll() {
    stores = AwsStores.inMemory();
  }

  @AfterAll
  static void stopAll() {
    stores.close();
  }

  @BeforeEach
  void start() throws TaskStoreException {
    table = "erasures-" + UUID.randomUUID();
    ErasureTable.create(access(stores.dynamoDb()), table);
    store = new DynamoDbErasureStore(access(stores.dynamoDb()), table, Telemetry.discarding());
  }

  @AfterEach
  void stop() {
    store.close();
  }

  private static AwsAccess access(URI endpoint) {
    return new AwsAccess(
        "local",
        endpoint,
        () -> new AwsAccess.Keys(AwsStores.ACCESS_KEY, AwsStores.SECRET_KEY, null));
  }

  private static Erasure opened(String id) {
    return Erasure.opened(id, "tomb", "name's tomb", ALICE, "T-1", "dpo", NOW);
  }

  @Test
  void put_everyStageOfAnErasure_isReadAsItWasWritten() throws TaskStoreException {
    Erasure open = opened("a-1");
    Erasure found = open.withFound(Map.of("tasks", 3L, "answers", 0L));
    Erasure erased = found.withErased("tasks", NOW.plusSeconds(1));
    Erasure failed = erased.withFailure("States.Timeout");
    Erasure mended = failed.withFailure(null);
    Erasure completed = mended.completed(NOW.plusSeconds(2));
    for (Erasure stage : new Erasure[] {open, found, erased, failed, mended, completed}) {
      assertThat(store.put(stage)).isTrue();
      assertThat(store.find("a-1")).contains(stage);
    }
    assertThat(store.find("a-2")).isEmpty();
  }

  @Test
  void put_completed_leavesNoNameInTheItem() throws TaskStoreException {
    Erasure open = opened("a-1");
    assertThat(store.put(open)).isTrue();
    assertThat(store.put(open.completed(NOW))).isTrue();

    try (var client = access(stores.dynamoDb()).dynamoDb()) {
      var items = client.scan(scan -> scan.tableName(table)).items();
      assertThat(items).hasSize(1);
      assertThat(items.toString()).doesNotContain("alice", "north", ALICE.hash());
      assertThat(items.getFirst()).containsKey(ErasureTable.TTL);
    }
  }

  @Test
  void put_replay_isReadAsOne() throws TaskStoreException {
    Erasure replay = Erasure.opened("replay-1", null, null, null, "", "ops", NOW);
    assertThat(store.put(replay)).isTrue();

    assertThat(store.find("replay-1")).contains(replay);
    assertThat(store.find("replay-1").orElseThrow().isReplay()).isTrue();
  }

  @Test
  void put_versionThatAnotherWrote_isNotStored() throws TaskStoreException {
    Erasure open = opened("a-1");
    assertThat(store.put(open)).isTrue();
    assertThat(store.put(open)).as("the very same, sent twice").isTrue();
    assertThat(store.put(opened("a-1").withFound(Map.of("tasks", 1L)))).isTrue();

    assertThat(store.put(open.withFound(Map.of("tasks", 2L)))).isFalse();
    assertThat(store.put(Erasure.opened("a-1", "t", "n", ALICE, "T-2", "dpo", NOW))).isFalse();
    assertThat(store.find("a-1").orElseThrow().found()).containsEntry("tasks", 1L);
  }

  @Test
  void all_severalPages_areAllThere() throws TaskStoreException {
    String much = "x".repeat(10_000);
    int count = 120; // More than a page of 1 MB.
    for (int i = 0; i < count; i++) {
      assertThat(store.put(Erasure.opened("a-" + i, "t", "n", ALICE, much, much, NOW))).isTrue();
    }
    assertThat(store.all()).hasSize(count).extracting(Erasure::id).doesNotHaveDuplicates();
  }

  @Test
  void find_noServer_isAFailureAndNotEmpty() {
    try (DynamoDbErasureStore away =
        new DynamoDbErasureStore(
            access(URI.create("http://127.0.0.1:1")), table, Telemetry.discarding())) {
      assertThatThrownBy(() -> away.find("a-1")).isInstanceOf(TaskStoreException.class);
    }
  }
}
