package dev.sluice.draft;

import dev.sluice.catalog.shape.RelationShape.RelationColumn;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Writes {@code relations.yaml}: every relation with all its columns, as long as it has room. */
final class RelationsFile {
  /** Below what the reader takes. */
  private static final int MAX_CHARS = 1_000_000;

  /** Also the reader's: longer ones are of names full of quotes. */
  private static final int MAX_NAME_CHARS = 256;

  private static final int MOST_RELATIONS = 10_000;

  private static final String HEAD =
      """
      # yaml-language-server: $schema=schema/relations.schema.json
      # Drafted from the database. What exists for Sluice: no other relation or column is ever
      # reachable, so take out what nobody is to see. Comments are the database's own.
      """;

  /** Room for the line that says what was left out. */
  private static final int MAX_NOTE_CHARS = 500;

  private RelationsFile() {}

  /**
   * The file.
   *
   * @param tables the most useful first: they stay when there is not room for all
   */
  static String of(List<Table> tables) {
    SortedMap<Integer, String> entries = new TreeMap<>();
    List<Table> byName = tables.stream().sorted(Comparator.comparing(Table::name)).toList();
    IdentityHashMap<Table, Integer> places = new IdentityHashMap<>();
    for (int i = 0; i < byName.size(); i++) {
      places.put(byName.get(i), i);
    }
    int chars = HEAD.length() + MAX_NOTE_CHARS;
    for (Table table : tables) {
      String entry = entry(table);
      boolean fits =
          chars + entry.length() <= MAX_CHARS
              && entries.size() < MOST_RELATIONS
              && table.name().toString().length() <= MAX_NAME_CHARS
              && !table.shape().columns().isEmpty();
      if (fits) {
        chars += entry.length();
        entries.put(places.getOrDefault(table, 0), entry);
      }
    }
    return HEAD
        + note(tables.size() - entries.size(), tables.size())
        + String.join("", entries.values());
  }

  private static String note(int left, int all) {
    return left == 0
        ? ""
        : """
          # Left out: %d of %d relations, the least useful by size and references, since the file
          # would have more than %d characters or %d relations (or a name of more than %d
          # characters, or no column). Add those that matter in place of others.
          """
            .formatted(left, all, MAX_CHARS, MOST_RELATIONS, MAX_NAME_CHARS);
  }

  private static String entry(Table table) {
    List<String> columns = table.shape().columns().stream().map(RelationColumn::name).toList();
    return "- relation: "
        + Yaml.text(table.name().toString())
        + "\n"
        + Yaml.list("  columns:", columns, 4);
  }
}
