package dev.sluice.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisClusterIT {
  @TempDir private Path folder;

  @Test
  void killedMaster_isReplacedByItsReplicaWithWhatItHeld() {
    try (RedisCluster cluster = RedisCluster.start(folder)) {
      RedisServer master = cluster.servers().getFirst();
      RedisServer replica = cluster.servers().get(RedisCluster.MASTERS);
      // "b" is in slot 3300, the first master's.
      assertThat(master.ask("SET", "b", "1")).isEqualTo("OK");
      assertThat(master.ask("WAIT", "1", "1000")).isEqualTo("1");

      master.kill();
      cluster.awaitFailover(0);
      assertThat(replica.ask("GET", "b")).isEqualTo("1");

      master.restart();
      assertThat(master.ask("CLUSTER", "INFO")).contains("cluster_known_nodes:6");
    }
  }
}
