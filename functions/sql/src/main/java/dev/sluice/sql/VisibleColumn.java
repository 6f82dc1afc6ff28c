package dev.sluice.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column under the name by which a query sees it.
 *
 * @param name as it is seen
 * @param base the column of the database it is, where a relation stands right there
 * @param masked the masked column whose values it shows, through however many queries
 * @param fields of the row that it is, where it is one for certain
 * @param certain false when the database may have no column of that name there, so that the name
 *     may mean something further out
 */
record VisibleColumn(
    String name,
    @Nullable BaseColumn base,
    @Nullable MaskedColumn masked,
    List<String> fields,
    boolean certain) {
  static VisibleColumn plain(String name) {
    return new VisibleColumn(name, null, null, List.of(), true);
  }

  static VisibleColumn perhaps(String name) {
    return new VisibleColumn(name, null, null, List.of(), false);
  }

  VisibleColumn named(String other) {
    return new VisibleColumn(other, base, masked, fields, true);
  }

  VisibleColumn uncertain() {
    return new VisibleColumn(name, base, masked, fields, false);
  }

  boolean isMasked() {
    return masked != null;
  }
}
