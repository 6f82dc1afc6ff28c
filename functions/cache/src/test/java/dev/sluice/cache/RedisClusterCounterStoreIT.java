package dev.sluice.cache;

import dev.sluice.servers.RedisCluster;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class RedisClusterCounterStoreIT extends CounterStoreContract {
  @TempDir private static Path folder;
  private static RedisCluster cluster;
  private static CounterStore store;

  @BeforeAll
  static void start() {
    cluster = RedisCluster.start(folder);
    store =
        new RedisEntryStore(
                new RedisSettings(
                    RedisEntryStoreIT.url(cluster.servers().getFirst().port()), true, null),
                InstantSource.system())
            .counters();
  }

  @AfterAll
  static void stop() {
    store.close();
    cluster.close();
  }

  @Override
  CounterStore store() {
    return store;
  }
}
