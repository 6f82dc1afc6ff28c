package dev.sluice.servers;

import java.nio.file.Path;

/**
 * How a cluster is to be.
 *
 * @param folder where its data is kept; made when it is not there
 * @param replicas streaming replicas, 0 to {@value #MOST_REPLICAS}
 * @param fresh whether what is kept is deleted first
 * @param durable whether a power cut must lose nothing; false for tests, which then start faster
 */
public record ClusterOptions(Path folder, int replicas, boolean fresh, boolean durable) {
  /** A laptop's share. */
  public static final int MOST_REPLICAS = 4;

  /** Throws {@link IllegalArgumentException} on a number out of range. */
  public ClusterOptions {
    folder = folder.toAbsolutePath().normalize();
    if (replicas < 0 || replicas > MOST_REPLICAS) {
      throw new IllegalArgumentException("replicas: " + replicas + ", not 0 to " + MOST_REPLICAS);
    }
  }

  /** One replica, for a test, in a folder that was empty before. */
  public static ClusterOptions forTest(Path folder) {
    return new ClusterOptions(folder, 1, false, false);
  }
}
