package dev.sluice.servers;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Three masters of a Redis cluster and a replica of each, on loopback. Used by one thread at a
 * time.
 */
public final class RedisCluster implements AutoCloseable {
  /** The fewest that can agree on a failover. */
  public static final int MASTERS = 3;

  private static final int SLOTS = 16_384;
  private static final Duration JOIN_LIMIT = Duration.ofSeconds(30);

  /** How long a master may be silent before the others replace it. */
  private static final String NODE_TIMEOUT_MILLIS = "2000";

  private final List<RedisServer> servers = new ArrayList<>();

  private RedisCluster() {}

  /**
   * Starts six servers, and joins them.
   *
   * @param folder for their logs
   * @throws ServerException saying what stands in the way
   */
  public static RedisCluster start(Path folder) {
    RedisCluster cluster = new RedisCluster();
    try {
      for (int i = 0; i < 2 * MASTERS; i++) {
        cluster.servers.add(RedisServer.start(folder.resolve("node-" + i), settings()));
      }
      cluster.join();
      return cluster;
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  /** All servers: the masters of the start first, then the replicas in the same order. */
  public List<RedisServer> servers() {
    return List.copyOf(servers);
  }

  /**
   * Waits until the replica of a master that does not answer has taken its place, and all know it.
   *
   * @param master counted from 0
   */
  public void awaitFailover(int master) {
    RedisServer successor = servers.get(MASTERS + master);
    await(
        "has replaced its master",
        server ->
            servers.indexOf(server) == master
                || (successor.ask("INFO", "replication").contains("role:master")
                    && knows(server, "cluster_state:ok")
                    && knows(server, "cluster_slots_ok:" + SLOTS)));
  }

  /** Ends all servers. Does nothing the second time. */
  @Override
  public void close() {
    servers.forEach(RedisServer::close);
  }

  private static Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    settings.put("cluster-enabled", "yes");
    settings.put("cluster-config-file", "nodes.conf");
    settings.put("cluster-node-timeout", NODE_TIMEOUT_MILLIS);
    settings.put("cluster-replica-validity-factor", "0");
    settings.put("cluster-require-full-coverage", "no");
    settings.put("repl-diskless-sync-delay", "0");
    return Map.copyOf(settings);
  }

  private void join() {
    RedisServer first = servers.getFirst();
    for (int i = 0; i < servers.size(); i++) {
      RedisServer server = servers.get(i);
      server.ask("CLUSTER", "SET-CONFIG-EPOCH", String.valueOf(i + 1));
      if (i < MASTERS) {
        server.ask(
            "CLUSTER",
            "ADDSLOTSRANGE",
            String.valueOf(SLOTS * i / MASTERS),
            String.valueOf(SLOTS * (i + 1) / MASTERS - 1));
      }
      if (i > 0) {
        first.ask(
            "CLUSTER",
            "MEET",
            "127.0.0.1",
            String.valueOf(server.port()),
            String.valueOf(server.busPort()));
      }
    }
    await("has met", server -> knows(server, "cluster_known_nodes:" + servers.size()));
    for (int i = 0; i < MASTERS; i++) {
      String master = servers.get(i).ask("CLUSTER", "MYID");
      servers.get(MASTERS + i).ask("CLUSTER", "REPLICATE", master);
    }
    await("is joined", this::joined);
  }

  private boolean joined(RedisServer server) {
    return knows(server, "cluster_state:ok")
        && knows(server, "cluster_size:" + MASTERS)
        && server.ask("CLUSTER", "NODES").lines().filter(line -> line.contains("slave")).count()
            == MASTERS
        && (servers.indexOf(server) < MASTERS
            || server.ask("INFO", "replication").contains("master_link_status:up"));
  }

  private static boolean knows(RedisServer server, String line) {
    return server.ask("CLUSTER", "INFO").lines().anyMatch(line::equals);
  }

  private void await(String what, Predicate<RedisServer> condition) {
    long endNanos = System.nanoTime() + JOIN_LIMIT.toNanos();
    while (!servers.stream().allMatch(condition)) {
      if (System.nanoTime() > endNanos) {
        throw new ServerException(
            "no cluster that " + what + " within " + JOIN_LIMIT.toSeconds() + " s", null);
      }
      RedisServer.pauseBriefly();
    }
  }
}
