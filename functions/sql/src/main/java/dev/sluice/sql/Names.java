package dev.sluice.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a name in an expression means, by PostgreSQL's rules: a column of the nearest query that has
 * one of that name, else a whole row. Attribute notation, {@code t.f} for {@code f(t)}, would be
 * next there; here it is refused.
 */
final class Names {
  private static final Set<String> SYSTEM_COLUMNS =
      Set.of("ctid", "xmin", "xmax", "cmin", "cmax", "tableoid", "oid");

  private static final String STAR = "A_Star";

  private final Walk walk;

  /**
   * What a name stands for: columns, of which there are several only where it is not certain which
   * one is meant; or a row.
   *
   * @param columns perhaps none
   * @param rows perhaps none
   */
  record Meaning(List<VisibleColumn> columns, List<Range> rows) {
    /** The masked column that it may show. */
    @Nullable MaskedColumn masked() {
      return columns.stream()
          .map(VisibleColumn::masked)
          .filter(masked -> masked != null)
          .findFirst()
          .orElse(null);
    }

    /** The fields of the row that it is, if it is one for certain. */
    List<String> fields() {
      if (columns.isEmpty() == rows.isEmpty() || columns.size() > 1) {
        return List.of();
      }
      return columns.isEmpty()
          ? rows.stream().flatMap(row -> row.columns().stream()).map(VisibleColumn::name).toList()
          : columns.getFirst().fields();
    }
  }

  Names(Walk walk) {
    this.walk = walk;
  }

  /** Whether a column reference ends in a star. */
  static boolean isStar(Node node) {
    return node.is("ColumnRef") && node.nodes("fields").getLast().is(STAR);
  }

  /**
   * What a column reference means. Reading it is noted.
   *
   * @throws RefusalException when it is nothing that may be read
   */
  Meaning meaning(Node reference, Scope scope) {
    List<String> parts = reference.names("fields");
    if (isStar(reference)) {
      return new Meaning(List.of(), ranges(reference, scope));
    }
    Meaning meaning =
        parts.size() == 1
            ? unqualified(parts.getFirst(), reference, scope)
            : qualified(parts, reference, scope);
    meaning.columns().forEach(walk::reads);
    return meaning;
  }

  /** The ranges whose columns a star stands for. */
  List<Range> ranges(Node star, Scope scope) {
    List<String> parts = star.names("fields");
    return parts.size() == 1
        ? scope.ranges()
        : qualifiers(parts.subList(0, parts.size() - 1), star, scope);
  }

  private Meaning unqualified(String name, Node reference, Scope scope) {
    List<VisibleColumn> columns = new ArrayList<>();
    List<Range> rows = new ArrayList<>();
    for (Scope at = scope; at != null; at = at.outer()) {
      boolean certain = false;
      for (Range range : at.ranges()) {
        for (VisibleColumn column : range.columns()) {
          if (column.name().equals(name)) {
            columns.add(column);
            certain |= column.certain();
          }
        }
      }
      if (certain) {
        return new Meaning(columns, List.of());
      }
    }
    for (Scope at = scope; at != null && rows.isEmpty(); at = at.outer()) {
      rows.addAll(at.ranges().stream().filter(range -> range.name().equals(name)).toList());
    }
    if (columns.isEmpty() && rows.isEmpty()) {
      throw unknown(name, name, reference);
    }
    return new Meaning(columns, rows);
  }

  private Meaning qualified(List<String> parts, Node reference, Scope scope) {
    String name = parts.getLast();
    List<VisibleColumn> columns =
        qualifiers(parts.subList(0, parts.size() - 1), reference, scope).stream()
            .flatMap(range -> range.columns().stream())
            .filter(column -> column.name().equals(name))
            .toList();
    if (columns.isEmpty()) {
      throw unknown(name, String.join(".", parts), reference);
    }
    return new Meaning(columns, List.of());
  }

  /** What stands before the last dot: the name of a range, or schema and relation. */
  private static List<Range> qualifiers(List<String> parts, Node reference, Scope scope) {
    Predicate<Range> isMeant =
        switch (parts.size()) {
          case 1 -> range -> range.name().equals(parts.getFirst());
          case 2 ->
              range ->
                  range.relation() != null
                      && range.relation().schema().equals(parts.getFirst())
                      && range.relation().name().equals(parts.getLast());
          default -> _ -> false;
        };
    for (Scope at = scope; at != null; at = at.outer()) {
      List<Range> found = at.ranges().stream().filter(isMeant).toList();
      if (!found.isEmpty()) {
        return found;
      }
    }
    throw new RefusalException(
        "the name " + String.join(".", parts),
        reference.offset(),
        "nothing in FROM has it here",
        "use the alias that FROM gives, or name the relation there");
  }

  /** The refusal of a name that is no column. */
  private static RefusalException unknown(String name, String written, Node reference) {
    if (SYSTEM_COLUMNS.contains(name)) {
      return new RefusalException(
          "the system column " + written,
          reference.offset(),
          "it tells where and when rows were written",
          "use the columns that describe_relation shows");
    }
    return new RefusalException(
        "the column " + written,
        reference.offset(),
        "it is not among the columns that may be read here",
        "use the columns that describe_relation shows; call a function as f(x), not as x.f");
  }

  /**
   * Refuses a row that has a masked column, and notes that all of it is read.
   *
   * @param node where it stands
   */
  void wholeRow(Range range, Node node) {
    for (VisibleColumn column : range.columns()) {
      if (column.masked() != null) {
        throw Place.WHOLE_ROW.refusing(column.masked(), node);
      }
      walk.reads(column);
    }
  }
}
