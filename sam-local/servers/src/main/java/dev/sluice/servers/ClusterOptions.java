package dev.sluice.servers;

import java.nio.file.Path;

/**
 * How a cluster is to be.
 *
 * @param folder where its data is kept; made when it is not there
 * @param replicas streaming replicas, 0 to {@value #MOST_REPLICAS}
 * @param fresh whether what is kept is deleted first
 * @param durable whether a power cut must lose nothing; false for tests, which then start faster
 * @param mostConnections that each server takes, at least {@value #LEAST_CONNECTIONS}; three of
 *     them are kept for the superuser
 */
public record ClusterOptions(
    Path folder, int replicas, boolean fresh, boolean durable, int mostConnections) {
  /** PostgreSQL's own default. */
  public static final int DEFAULT_CONNECTIONS = 100;

  private static final int LEAST_CONNECTIONS = 5;

  /** A laptop's share. */
  public static final int MOST_REPLICAS = 4;

  /** Throws {@link IllegalArgumentException} on a number out of range. */
  public ClusterOptions {
    folder = folder.toAbsolutePath().normalize();
    if (replicas < 0 || replicas > MOST_REPLICAS) {
      throw new IllegalArgumentException("replicas: " + replicas + ", not 0 to " + MOST_REPLICAS);
    }
    if (mostConnections < LEAST_CONNECTIONS) {
      throw new IllegalArgumentException(
          "connections: " + mostConnections + ", fewer than " + LEAST_CONNECTIONS);
    }
  }

  /** Servers that take as many connections as PostgreSQL does by default. */
  public ClusterOptions(Path folder, int replicas, boolean fresh, boolean durable) {
    this(folder, replicas, fresh, durable, DEFAULT_CONNECTIONS);
  }

  /** One replica, for a test, in a folder that was empty before. */
  public static ClusterOptions forTest(Path folder) {
    return new ClusterOptions(folder, 1, false, false);
  }
}
