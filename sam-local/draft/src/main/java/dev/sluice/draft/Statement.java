package dev.sluice.draft;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A SELECT over one table, in parts.
 *
 * @param table what it reads
 * @param columns that it shows, as the database names them
 * @param conditions each true of every row
 * @param order by columns that it shows; empty without
 */
record Statement(Table table, List<String> columns, List<String> conditions, List<Sorting> order) {
  /** As many as {@code page_by} may name. */
  private static final int MOST_KEYS = 8;

  /** What {@code page_by} takes for a direction. */
  private static final Pattern DIRECTED = Pattern.compile("(?is)\\S+\\s+(?:asc|desc)\\b.*");

  /** A column to order by, from its greatest value down or from its least up. */
  record Sorting(String column, boolean descending) {}

  String text() {
    StringBuilder text = new StringBuilder("select ");
    List<String> names = columns.stream().map(Words::sql).toList();
    text.append(String.join("\n  ", Yaml.lines(names, 9)));
    text.append("\nfrom ").append(table.sql());
    text.append("\nwhere ").append(String.join("\n  and ", conditions));
    if (!order.isEmpty()) {
      List<String> keys = new ArrayList<>();
      for (Sorting key : order) {
        keys.add(Words.sql(key.column()) + (key.descending() ? " desc" + nulls(key) : ""));
      }
      text.append("\norder by ").append(String.join(", ", keys));
    }
    return text.append('\n').toString();
  }

  /** Unless told, PostgreSQL would begin with the rows that have none. */
  private String nulls(Sorting key) {
    return table.column(key.column()).map(column -> column.nullable()).orElse(false)
        ? " nulls last"
        : "";
  }

  /** The columns by which a cut answer can be continued; empty where that cannot be said. */
  List<String> pageBy() {
    List<String> keys = order.stream().map(Sorting::column).toList();
    boolean possible =
        keys.size() <= MOST_KEYS
            && keys.stream()
                .allMatch(key -> Types.isKey(table.type(key)) && !DIRECTED.matcher(key).matches());
    return possible ? keys : List.of();
  }
}
