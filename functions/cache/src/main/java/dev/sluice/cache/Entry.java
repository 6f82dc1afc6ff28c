package dev.sluice.cache;

import dev.sluice.data.Rows;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * A kept answer.
 *
 * @param rows as they were shown, under the masks of who asked
 * @param asOf the moment whose data they are, or a later one's
 * @param soft from when on one caller reads anew
 * @param hard from when on nobody is given it
 * @param generations of its tags, as they were before it was read
 */
record Entry(Rows rows, Instant asOf, Instant soft, Instant hard, Map<String, String> generations) {
  /** So far may clocks of environments differ. */
  private static final Duration SKEW = Duration.ofSeconds(1);

  /** Copies the map. */
  Entry {
    generations = Map.copyOf(generations);
  }

  /** Whether it may be given to somebody: not too old, and nothing was thrown away since. */
  boolean isGood(Instant now, Duration maxAge, Map<String, String> generationsNow) {
    return now.isBefore(hard)
        && !now.plus(SKEW).isBefore(asOf)
        && Duration.between(asOf, now).compareTo(maxAge) <= 0
        && generationsNow.equals(generations);
  }

  boolean isFresh(Instant now) {
    return now.isBefore(soft);
  }
}
