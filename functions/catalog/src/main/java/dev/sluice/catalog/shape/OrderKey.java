package dev.sluice.catalog.shape;

import java.util.Objects;

/**
 * A column that a statement orders by, as its own ORDER BY has it.
 *
 * @param column of the answer
 * @param descending whether the greatest comes first
 * @param nullsFirst whether NULLs come before everything else
 * @param nullable whether it may be NULL, as far as can be told
 */
public record OrderKey(String column, boolean descending, boolean nullsFirst, boolean nullable) {

  /** Refuses what is missing: a lock may be written by hand. */
  public OrderKey {
    Objects.requireNonNull(column, "column");
  }
}
