package dev.sluice.data;

import dev.sluice.call.Environment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which servers there are and how to speak to them.
 *
 * @param replicaUrls JDBC URLs of the replicas, asked in turn; may be empty. One may stand for
 *     replicas that are looked for, by calls, every 10 s at most: {@code {server_id}} in its host
 *     stands for each reader of an Aurora cluster, {@code {addresses_of:NAME}} for each address of
 *     a name. The others are asked until some are found
 * @param primaryUrl JDBC URL of the primary, asked when no replica answers; null for never
 * @param connectionsPerServer 1 in Lambda, where one environment has one call at a time
 * @param connectTimeoutMillis the most that one connection may take, 250 to 10,000
 */
public record Settings(
    List<String> replicaUrls,
    @Nullable String primaryUrl,
    int connectionsPerServer,
    int connectTimeoutMillis) {
  /** The most connections that one process opens to one server. */
  public static final int MOST_CONNECTIONS = 64;

  /** Checks that there is a server at all. Throws {@link IllegalArgumentException}. */
  public Settings {
    replicaUrls = List.copyOf(replicaUrls);
    if (replicaUrls.isEmpty() && primaryUrl == null) {
      throw new IllegalArgumentException("no database: name at least one replica or a primary");
    }
    List<String> patterns = replicaUrls.stream().filter(Members::isPattern).toList();
    if (patterns.size() > 1) {
      throw new IllegalArgumentException("two URLs stand for replicas to be found: write one");
    }
    if (primaryUrl == null
        && replicaUrls.size() == 1
        && patterns.stream().anyMatch(url -> url.contains(Members.SERVER_ID))) {
      throw new IllegalArgumentException(
          "nobody to ask which replicas there are: name a primary, or the reader endpoint");
    }
    if (connectionsPerServer < 1 || connectionsPerServer > MOST_CONNECTIONS) {
      throw new IllegalArgumentException(
          "connections per server: " + connectionsPerServer + ", not 1 to " + MOST_CONNECTIONS);
    }
    if (connectTimeoutMillis < 250 || connectTimeoutMillis > 10_000) {
      throw new IllegalArgumentException(
          "connect timeout: " + connectTimeoutMillis + " ms, not 250 to 10000");
    }
  }

  /**
   * What an environment says: {@code SLUICE_REPLICA_URLS} (with spaces between), {@code
   * SLUICE_PRIMARY_URL}, {@code SLUICE_CONNECTIONS} (1), {@code SLUICE_CONNECT_TIMEOUT_MILLIS}
   * (1000). Throws {@link IllegalArgumentException}.
   */
  public static Settings of(Environment environment) {
    String primary = environment.text("SLUICE_PRIMARY_URL", "");
    return new Settings(
        environment.words("SLUICE_REPLICA_URLS"),
        primary.isEmpty() ? null : primary,
        environment.number("SLUICE_CONNECTIONS", 1),
        environment.number("SLUICE_CONNECT_TIMEOUT_MILLIS", 1_000));
  }

  /** Whether there is no other server to ask where one does not answer. */
  boolean hasOneServer() {
    return replicaUrls.size() + (primaryUrl == null ? 0 : 1) == 1
        && replicaUrls.stream().noneMatch(Members::isPattern);
  }
}
