package dev.sluice.data;

import dev.sluice.catalog.WhenStale;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How old the data may be that a query reads.
 *
 * @param maxAge the most, counted when the statement is sent; zero asks for the primary's own data;
 *     null where nothing is promised
 * @param whenStale what is done when no server has data so young
 */
public record Freshness(@Nullable Duration maxAge, WhenStale whenStale) {
  /** Nothing is promised: any replica will do, and nothing is measured. */
  public static final Freshness ANY = new Freshness(null, WhenStale.LABEL);

  /** Throws {@link IllegalArgumentException} for a negative age. */
  public Freshness {
    if (maxAge != null && maxAge.isNegative()) {
      throw new IllegalArgumentException("an age of " + maxAge + " cannot be asked for");
    }
  }

  /**
   * What a declaration promises.
   *
   * @param maxAgeSeconds null where it promises nothing
   */
  public static Freshness of(@Nullable Integer maxAgeSeconds, WhenStale whenStale) {
    return maxAgeSeconds == null
        ? ANY
        : new Freshness(Duration.ofSeconds(maxAgeSeconds), whenStale);
  }

  /** Whether data of this age will do; what is not known will not, where something is promised. */
  boolean allows(@Nullable Duration age) {
    return maxAge == null || (age != null && age.compareTo(maxAge) <= 0);
  }
}
