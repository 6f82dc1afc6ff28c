package dev.sluice.catalog;

import java.util.List;

/**
 * Whether a tool's answers are kept.
 *
 * @param on whether they are
 * @param tags under which they can be thrown away together
 */
public record Caching(boolean on, List<String> tags) {
  /** What a tool gets that declares none: kept, within its {@code max_age_seconds}. */
  public static final Caching DEFAULT = new Caching(true, List.of());

  /** Copies the list. */
  public Caching {
    tags = List.copyOf(tags);
  }
}
