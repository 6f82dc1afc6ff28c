package dev.sluice.cache;

import java.time.Duration;

/**
 * How much is kept, and how long a call may spend on it.
 *
 * @param entryBytes of one answer as it is kept, 1 or more
 * @param ownerBytes of all that is kept for one tenant, or one caller of none, 1 or more
 * @param budget of a call for all its visits to the store
 * @param lease how long one caller at most reads for all others
 */
public record KeepLimits(int entryBytes, long ownerBytes, Duration budget, Duration lease) {
  /** 256 KiB, 64 MiB, 50 ms, 5 s. */
  public static final KeepLimits DEFAULT =
      new KeepLimits(262_144, 67_108_864, Duration.ofMillis(50), Duration.ofSeconds(5));

  /** Throws {@link IllegalArgumentException} where nothing could be kept. */
  public KeepLimits {
    if (entryBytes < 1 || ownerBytes < 1 || !budget.isPositive() || !lease.isPositive()) {
      throw new IllegalArgumentException("a limit of the cache is not above zero");
    }
  }
}
