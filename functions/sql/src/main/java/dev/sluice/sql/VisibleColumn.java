package dev.sluice.sql;

import org.jspecify.annotations.Nullable;

/**
 * A column under the name by which a query sees it.
 *
 * @param name as it is seen
 * @param base the column of the database it is, where a relation stands right there
 * @param masked the masked column whose values it shows, through however many queries
 * @param certain false when the database may have no column of that name there, so that the name
 *     may mean something further out
 */
record VisibleColumn(
    String name, @Nullable BaseColumn base, @Nullable MaskedColumn masked, boolean certain) {
  static VisibleColumn plain(String name) {
    return new VisibleColumn(name, null, null, true);
  }

  static VisibleColumn perhaps(String name) {
    return new VisibleColumn(name, null, null, false);
  }

  VisibleColumn named(String other) {
    return new VisibleColumn(other, base, masked, true);
  }

  VisibleColumn uncertain() {
    return new VisibleColumn(name, base, masked, false);
  }

  boolean isMasked() {
    return masked != null;
  }
}
