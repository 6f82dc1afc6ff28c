package dev.sluice.draft;

import dev.sluice.catalog.shape.RelationShape.RelationColumn;
import dev.sluice.draft.Drafted.Argument;
import dev.sluice.draft.Samples.Frequent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Conditions that a search of a table can have: part of a name, and columns of few values. */
final class Filters {
  private static final int MOST_EQUALITIES = 4;
  private static final int MOST_SAMPLED_COLUMNS = 8;
  private static final int MOST_VALUES = 12;
  private static final int MOST_SHOWN_VALUES = 8;
  private static final int MAX_VALUE_CHARS = 60;

  /** How often a value must come, on average, in a column of few values. */
  private static final int LEAST_ROWS_PER_VALUE = 3;

  private static final Pattern KIND =
      Pattern.compile(
          "(?i).*(?:status|state|type|kind|category|segment|class|priority|country|currency|mode"
              + "|level|role|brand|gender|region|language|flag)",
          Pattern.DOTALL);

  /** Without a sign that a pattern reads as anything else. */
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]{3,30}");

  private final Table table;
  private final Samples samples;
  private final Set<String> taken = takenNames();
  private boolean hasExample;

  /**
   * A condition that an argument turns on.
   *
   * @param column that it is on
   * @param condition in SQL
   * @param argument what turns it on
   */
  record Filter(String column, String condition, Argument argument) {}

  Filters(Table table, Samples samples) {
    this.table = table;
    this.samples = samples;
  }

  /** Names that no argument may have: where an answer can be continued, this one is Sluice's. */
  static Set<String> takenNames() {
    return new HashSet<>(Set.of("cursor"));
  }

  /** All; the first alone has an example, since two might fit no row together. */
  List<Filter> all() {
    List<Filter> filters = new ArrayList<>();
    List<RelationColumn> columns = table.shape().columns();
    columns.stream()
        .filter(Selection::isName)
        .findFirst()
        .flatMap(this::partOf)
        .ifPresent(filters::add);
    Set<String> used = new HashSet<>(table.key());
    filters.forEach(filter -> used.add(filter.column()));
    columns.stream()
        .filter(column -> !used.contains(column.name()) && mayHaveFewValues(column))
        .sorted(Comparator.comparing(column -> !KIND.matcher(column.name()).matches()))
        .limit(MOST_SAMPLED_COLUMNS)
        .flatMap(column -> equalTo(column).stream())
        .limit(MOST_EQUALITIES)
        .forEach(filters::add);
    return filters;
  }

  private static boolean mayHaveFewValues(RelationColumn column) {
    boolean text = Types.isText(column.type()) || Types.isForeign(column.type());
    return text && !Selection.isProse(column);
  }

  private Optional<Filter> partOf(RelationColumn column) {
    return samples.frequent(table.name(), column.name()).stream()
        .map(frequent -> WORD.matcher(frequent.value()))
        .filter(Matcher::find)
        .map(Matcher::group)
        .findFirst()
        .map(
            word -> {
              String name = name(column);
              String sql = Words.sql(column.name());
              return new Filter(
                  column.name(),
                  "(:%1$s::text is null or %2$s ilike '%%' || :%1$s || '%%')".formatted(name, sql),
                  argument(name, "Part of " + column.name() + ".", word));
            });
  }

  private Optional<Filter> equalTo(RelationColumn column) {
    List<Frequent> values = samples.frequent(table.name(), column.name());
    long rows = values.stream().mapToLong(Frequent::rows).sum();
    boolean few =
        !values.isEmpty()
            && values.size() <= MOST_VALUES
            && rows >= (long) LEAST_ROWS_PER_VALUE * values.size()
            && values.stream().allMatch(value -> value.value().length() <= MAX_VALUE_CHARS);
    if (!few) {
      return Optional.empty();
    }
    String name = name(column);
    String sql = Words.sql(column.name());
    // What is compared as text needs no cast to a type that only this database knows.
    String left = Types.isText(column.type()) ? sql : sql + "::text";
    String description =
        "%s, as in %s."
            .formatted(
                column.comment() == null || column.comment().isBlank()
                    ? column.name()
                    : column.comment().strip(),
                values.stream()
                    .limit(MOST_SHOWN_VALUES)
                    .map(Frequent::value)
                    .collect(Collectors.joining(", ")));
    return Optional.of(
        new Filter(
            column.name(),
            "(:%1$s::text is null or %2$s = :%1$s)".formatted(name, left),
            argument(name, description, values.getFirst().value())));
  }

  private String name(RelationColumn column) {
    return Words.free(Words.plain(column.name(), "value"), taken);
  }

  private Argument argument(String name, String description, String value) {
    JsonNode example = hasExample ? null : JsonNodeFactory.instance.stringNode(value);
    hasExample = true;
    return new Argument(name, "type: string", description, false, example);
  }
}
