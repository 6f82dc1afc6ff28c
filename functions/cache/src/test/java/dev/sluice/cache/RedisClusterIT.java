package dev.sluice.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.servers.RedisCluster;
import dev.sluice.servers.RedisServer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisClusterIT extends EntryStoreContract {
  private static final Duration BUDGET = Duration.ofMillis(50);
  private static final long SLACK_MILLIS = 10;

  @TempDir private static Path folder;
  private static RedisCluster cluster;
  private static RedisEntryStore store;

  @BeforeAll
  static void start() {
    cluster = RedisCluster.start(folder.resolve("shared"));
    store = store(cluster.servers().getFirst());
  }

  @AfterAll
  static void stop() {
    store.close();
    cluster.close();
  }

  @Override
  EntryStore store() {
    return store;
  }

  @Test
  void keep_manyKeys_areOnEveryMaster() throws StoreException {
    for (int i = 0; i < 30; i++) {
      store.keep("spread-" + i, new byte[] {1}, MINUTE, "owner", null, budget());
    }

    for (RedisServer master : cluster.servers().subList(0, RedisCluster.MASTERS)) {
      assertThat(Integer.parseInt(master.ask("DBSIZE"))).isPositive();
    }
  }

  @Test
  void find_aSlotThatIsBeingMoved_isFoundWhereItWent() throws StoreException {
    store.keep("moved", new byte[] {1}, MINUTE, "owner", null, budget());
    int slot = Integer.parseInt(keyslot("sluice:entry:{moved}"));
    RedisServer from = master(slot);
    RedisServer to =
        cluster.servers().subList(0, RedisCluster.MASTERS).stream()
            .filter(server -> server != from)
            .findFirst()
            .orElseThrow();
    String fromId = from.ask("CLUSTER", "MYID");
    String toId = to.ask("CLUSTER", "MYID");
    to.ask("CLUSTER", "SETSLOT", String.valueOf(slot), "IMPORTING", fromId);
    from.ask("CLUSTER", "SETSLOT", String.valueOf(slot), "MIGRATING", toId);
    from.ask(
        "MIGRATE", "127.0.0.1", String.valueOf(to.port()), "sluice:entry:{moved}", "0", "2000");

    // Asked for elsewhere while it moves, and known to have moved afterwards.
    assertThat(store.find("moved", Set.of(), "owner", budget()).entry()).isNotNull();
    to.ask("CLUSTER", "SETSLOT", String.valueOf(slot), "NODE", toId);
    from.ask("CLUSTER", "SETSLOT", String.valueOf(slot), "NODE", toId);
    assertThat(store.find("moved", Set.of(), "owner", budget()).entry()).isNotNull();
    assertThat(store.find("moved", Set.of(), "owner", budget()).entry()).isNotNull();
  }

  @Test
  void killedMaster_everyUseEndsInTime_andAllWorkAfterTheFailover() throws StoreException {
    try (RedisCluster failing = RedisCluster.start(folder.resolve("failing"));
        RedisEntryStore other = store(failing.servers().getFirst())) {
      for (int i = 0; i < 20; i++) {
        RedisEntryStoreIT.useAll(other);
      }
      failing.servers().getFirst().kill();

      List<Long> tookMillis = new ArrayList<>();
      int worked = 0;
      for (int i = 0; i < 60; i++) {
        long startNanos = System.nanoTime();
        worked += works(other, "key-" + i) ? 1 : 0;
        tookMillis.add((System.nanoTime() - startNanos) / 1_000_000);
      }
      assertThat(tookMillis)
          .allMatch(millis -> millis <= BUDGET.toMillis() + SLACK_MILLIS, "in time");
      assertThat(worked).as("keys of the other masters").isBetween(1, 59);

      failing.awaitFailover(0);
      for (int i = 0; i < 60; i++) {
        assertThat(works(other, "key-" + i)).isTrue();
      }
      RedisEntryStoreIT.useAll(other);
    }
  }

  @Test
  void stoppedMaster_everyUseEndsInTime() throws StoreException {
    try (RedisEntryStore other = store(cluster.servers().get(1))) {
      for (int i = 0; i < 20; i++) {
        RedisEntryStoreIT.useAll(other);
      }
      cluster.servers().get(1).pause();
      try {
        for (int i = 0; i < 12; i++) {
          long startNanos = System.nanoTime();
          boolean _ = works(other, "key-" + i);
          assertThat((System.nanoTime() - startNanos) / 1_000_000)
              .isLessThanOrEqualTo(BUDGET.toMillis() + SLACK_MILLIS);
        }
      } finally {
        cluster.servers().get(1).resume();
      }
      RedisEntryStoreIT.useAll(other);
    }
  }

  private static boolean works(EntryStore store, String key) {
    try {
      store.keep(key, new byte[] {1}, MINUTE, key, null, Budget.of(BUDGET));
      return true;
    } catch (StoreException _) {
      return false;
    }
  }

  private static RedisServer master(int slot) {
    for (RedisServer server : cluster.servers().subList(0, RedisCluster.MASTERS)) {
      if (!server.ask("CLUSTER", "COUNTKEYSINSLOT", String.valueOf(slot)).equals("0")) {
        return server;
      }
    }
    throw new AssertionError("nobody has a key in slot " + slot);
  }

  private static String keyslot(String key) {
    return cluster.servers().getFirst().ask("CLUSTER", "KEYSLOT", key);
  }

  private static RedisEntryStore store(RedisServer first) {
    URI url = RedisEntryStoreIT.url(first.port());
    return new RedisEntryStore(new RedisSettings(url, true, null), InstantSource.system());
  }
}
