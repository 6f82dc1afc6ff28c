package dev.sluice.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the names in an expression may mean.
 *
 * @param outer the query around this one
 * @param ranges what stands in FROM here
 * @param ctes the WITH queries that subqueries may name
 */
record Scope(@Nullable Scope outer, List<Range> ranges, Ctes ctes) {
  /** Copies the list: it is what is visible now. */
  Scope {
    ranges = List.copyOf(ranges);
  }
}
