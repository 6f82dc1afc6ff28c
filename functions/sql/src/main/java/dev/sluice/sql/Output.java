package dev.sluice.sql;

import java.util.ArrayList;
import java.util.List;

/**
 * The columns that a query, or something else in FROM, has.
 *
 * @param columns in the order of the text
 * @param placed how many of the first are certain to be at their place. Behind {@code *} of a
 *     relation they are not: it may have columns that nobody here may read
 * @param namesMasked whether a masked column was named, and did not only come with {@code *}
 */
record Output(List<VisibleColumn> columns, int placed, boolean namesMasked) {
  /** Copies the list. */
  Output {
    columns = List.copyOf(columns);
  }

  /** Columns without masks, each at its place. */
  static Output plain(List<String> names) {
    return new Output(names.stream().map(VisibleColumn::plain).toList(), names.size(), false);
  }

  /** The same with no column at a known place. */
  Output displaced() {
    return new Output(columns, 0, namesMasked);
  }

  /** Whether all columns are certain to be at their place. */
  boolean isPlaced() {
    return placed == columns.size();
  }

  boolean hasMasked() {
    return columns.stream().anyMatch(VisibleColumn::isMasked);
  }

  /**
   * The same under other names, given by place.
   *
   * @param node where they are given
   * @throws RefusalException when it cannot be known which names masked columns get
   */
  Output renamed(List<String> names, Node node) {
    if (names.isEmpty()) {
      return this;
    }
    if (names.size() <= placed) {
      List<VisibleColumn> renamed = new ArrayList<>(columns);
      for (int i = 0; i < names.size(); i++) {
        renamed.set(i, columns.get(i).named(names.get(i)));
      }
      return new Output(renamed, placed, namesMasked);
    }
    if (hasMasked()) {
      throw new RefusalException(
          "a list of column names",
          node.offset(),
          "behind * it cannot be known which name a masked column gets",
          "name the columns instead of *, and rename them with AS");
    }
    List<VisibleColumn> all = new ArrayList<>(names.stream().map(VisibleColumn::plain).toList());
    columns.forEach(column -> all.add(column.uncertain()));
    return new Output(all, 0, namesMasked);
  }
}
