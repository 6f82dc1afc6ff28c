package dev.sluice.draft;

import dev.sluice.catalog.shape.RelationShape.RelationColumn;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Chooses the columns that an answer shows: keys, names, dates and amounts before others. */
final class Selection {
  private static final int MOST_COLUMNS = 12;

  private static final Pattern NAME =
      Pattern.compile(
          "(?i).*(?:name|title|label|subject|e_?mail|login|headline)s?", Pattern.DOTALL);

  private static final Pattern PROSE =
      Pattern.compile(
          "(?i).*(?:comment|note|remark|description|body|content|text|password|secret|token)s?",
          Pattern.DOTALL);

  private Selection() {}

  /**
   * The columns to show, in the order in which they matter.
   *
   * @param needed shown whatever they are, first
   * @param fixed the same in every row, and so not shown
   */
  static List<String> of(Table table, Collection<String> needed, Collection<String> fixed) {
    Set<String> keys = new HashSet<>(table.key());
    table.shape().foreignKeys().forEach(key -> keys.addAll(key.columns()));
    List<String> shown = new ArrayList<>(needed);
    table.shape().columns().stream()
        .filter(column -> !shown.contains(column.name()) && !fixed.contains(column.name()))
        .sorted(Comparator.comparingInt(column -> rank(column, keys)))
        .limit(Math.max(0, MOST_COLUMNS - shown.size()))
        .map(RelationColumn::name)
        .forEach(shown::add);
    return shown;
  }

  /** Whether a column holds what people call a row. */
  static boolean isName(RelationColumn column) {
    return Types.isText(column.type()) && NAME.matcher(column.name()).matches();
  }

  /** Whether a column holds what nobody searches for as a whole. */
  static boolean isProse(RelationColumn column) {
    return PROSE.matcher(column.name()).matches();
  }

  private static int rank(RelationColumn column, Set<String> keys) {
    if (keys.contains(column.name())) {
      return 0;
    }
    if (isName(column)) {
      return 1;
    }
    if (Types.isMoment(column.type())) {
      return 2;
    }
    if (Types.isAmount(column.type())) {
      return 3;
    }
    if (Types.isLarge(column.type())) {
      return 6;
    }
    return isProse(column) ? 5 : 4;
  }
}
