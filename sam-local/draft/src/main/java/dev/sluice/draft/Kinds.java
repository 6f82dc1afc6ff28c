package dev.sluice.draft;

import dev.sluice.call.RelationName;
import dev.sluice.catalog.shape.RelationShape.ForeignKey;
import dev.sluice.catalog.shape.RelationShape.RelationColumn;
import dev.sluice.data.inspect.Statistics;
import dev.sluice.draft.Drafted.Argument;
import dev.sluice.draft.Statement.Sorting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The tools that a table can have; each is drafted with a row that exists, or not at all. */
final class Kinds {
  private static final int MAX_ROWS = 100;
  private static final int TIMEOUT_MILLIS = 2_000;

  /** Reads rows that no index finds. */
  private static final int SEARCH_TIMEOUT_MILLIS = 5_000;

  /** Fewer are read as a whole. */
  private static final int LEAST_ROWS_TO_SEARCH = 50;

  private static final int MAX_EXAMPLE_CHARS = 200;

  /** Of a tool's name; the two and what joins them have room in it. */
  private static final int MAX_TABLE_CHARS = 32;

  private static final int MAX_OTHER_CHARS = 24;

  private final Table table;
  private final Samples samples;
  private final String word;

  /**
   * A kind of tool for a table.
   *
   * @param table that it reads
   * @param weight how useful this kind is, among those of one table
   * @param draft the tool, its name not yet compared to others; empty where it would answer nothing
   */
  record Kind(Table table, double weight, Supplier<Optional<Drafted>> draft) {}

  Kinds(Table table, Samples samples) {
    this.table = table;
    this.samples = samples;
    this.word = Words.plain(table.name().name(), "table", MAX_TABLE_CHARS);
  }

  /** All kinds; none for a table whose rows nothing tells apart. */
  List<Kind> all() {
    List<Kind> kinds = new ArrayList<>();
    if (table.key().isEmpty()) {
      return kinds;
    }
    if (isKey(table.key())) {
      kinds.add(new Kind(table, table.key().size() == 1 ? 0.85 : 0.6, this::byKey));
    }
    boolean named = table.shape().columns().stream().anyMatch(Selection::isName);
    // What has a name is looked for by that.
    double weight = named ? 0.85 : 1;
    for (ForeignKey key : table.shape().foreignKeys()) {
      Optional<Statistics.Index> index = table.index(key.columns());
      boolean many = !new HashSet<>(key.columns()).containsAll(table.key());
      if (index.isPresent() && isKey(key.columns()) && many) {
        kinds.add(new Kind(table, weight, () -> of(key, index.get())));
        weight *= 0.7;
      }
    }
    if (table.rows().orElse(LEAST_ROWS_TO_SEARCH) >= LEAST_ROWS_TO_SEARCH) {
      kinds.add(new Kind(table, named ? 1 : 0.7, this::find));
    }
    indexedMoment().ifPresent(moment -> kinds.add(new Kind(table, 0.85, () -> recent(moment))));
    return kinds;
  }

  private boolean isKey(List<String> columns) {
    return columns.stream().allMatch(column -> Types.isKey(table.type(column)));
  }

  private Optional<Drafted> byKey() {
    return arguments(table.key(), List.of())
        .map(
            arguments ->
                new Drafted(
                    word + "_by_" + joined(table.key()),
                    "One row of " + table.name().name(),
                    about("The row of " + table.name() + " with this key."),
                    arguments,
                    new Statement(
                            table,
                            Selection.of(table, table.key(), List.of()),
                            equal(table.key(), arguments),
                            List.of())
                        .text(),
                    List.of(),
                    1,
                    TIMEOUT_MILLIS));
  }

  private Optional<Drafted> of(ForeignKey key, Statistics.Index index) {
    List<String> columns = index.columns().subList(0, key.columns().size());
    String parent = RelationName.parse(key.relation()).map(RelationName::name).orElse("parent");
    boolean several =
        table.shape().foreignKeys().stream()
                .filter(other -> other.relation().equals(key.relation()))
                .count()
            > 1;
    String name =
        word
            + "_of_"
            + Words.plain(parent, "parent", MAX_OTHER_CHARS)
            + (several ? "_by_" + joined(columns) : "");
    Optional<String> moment = momentOf(key, index);
    List<Sorting> order = order(moment, columns);
    List<String> others =
        columns.stream()
            .map(column -> key.otherColumns().get(key.columns().indexOf(column)))
            .map(column -> column + " of " + key.relation() + ".")
            .toList();
    return arguments(columns, others)
        .map(
            arguments -> {
              Statement statement =
                  new Statement(
                      table,
                      Selection.of(table, order.stream().map(Sorting::column).toList(), columns),
                      equal(columns, arguments),
                      order);
              return new Drafted(
                  name,
                  table.name().name() + " of one row of " + parent,
                  about(
                      "The rows of "
                          + table.name()
                          + " that belong to one of "
                          + key.relation()
                          + moment.map(column -> ", latest " + column + " first.").orElse(".")),
                  arguments,
                  statement.text(),
                  statement.pageBy(),
                  MAX_ROWS,
                  TIMEOUT_MILLIS);
            });
  }

  private Optional<Drafted> recent(String moment) {
    return samples
        .latest(table.name(), moment)
        .map(latest -> latest.asString("").substring(0, Math.min(10, latest.asString("").length())))
        .filter(Types::isDate)
        .map(
            day -> {
              List<Sorting> order = order(Optional.of(moment), List.of());
              String column = Words.sql(moment);
              Statement statement =
                  new Statement(
                      table,
                      Selection.of(table, order.stream().map(Sorting::column).toList(), List.of()),
                      List.of(
                          column + " >= :from::date",
                          "(:until::date is null or " + column + " < :until::date)"),
                      order);
              String date = "type: string\nformat: date";
              JsonNode example = JsonNodeFactory.instance.stringNode(day);
              return new Drafted(
                  "recent_" + word,
                  table.name().name() + " by " + moment,
                  about(
                      "Rows of "
                          + table.name()
                          + " whose "
                          + moment
                          + " is in a range of days (UTC), latest first."),
                  List.of(
                      new Argument("from", date, "First day of " + moment + ".", true, example),
                      new Argument(
                          "until", date, "The day after the last; may be left out.", false, null)),
                  statement.text(),
                  statement.pageBy(),
                  MAX_ROWS,
                  TIMEOUT_MILLIS);
            });
  }

  private Optional<Drafted> find() {
    List<Filters.Filter> filters = new Filters(table, samples).all();
    if (filters.isEmpty()) {
      return Optional.empty();
    }
    List<Sorting> order = order(Optional.empty(), List.of());
    List<String> needed =
        Stream.concat(
                order.stream().map(Sorting::column), filters.stream().map(Filters.Filter::column))
            .distinct()
            .toList();
    Statement statement =
        new Statement(
            table,
            Selection.of(table, needed, List.of()),
            filters.stream().map(Filters.Filter::condition).toList(),
            order);
    return Optional.of(
        new Drafted(
            "find_" + word,
            table.name().name() + " by " + filters.getFirst().column(),
            about("Rows of " + table.name() + ". Every condition is optional."),
            filters.stream().map(Filters.Filter::argument).toList(),
            statement.text(),
            statement.pageBy(),
            MAX_ROWS,
            SEARCH_TIMEOUT_MILLIS));
  }

  /** Arguments for these columns, with the values of a row that exists. */
  private Optional<List<Argument>> arguments(List<String> columns, List<String> descriptions) {
    Optional<List<JsonNode>> row = samples.first(table.name(), columns);
    if (row.isEmpty()
        || row.get().stream().anyMatch(value -> value.toString().length() > MAX_EXAMPLE_CHARS)) {
      return Optional.empty();
    }
    Set<String> taken = Filters.takenNames();
    List<Argument> arguments = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      String column = columns.get(i);
      JsonNode example = row.get().get(i);
      arguments.add(
          new Argument(
              Words.free(Words.plain(column, "value"), taken),
              Types.schema(table.type(column), example),
              said(column, i < descriptions.size() ? descriptions.get(i) : null),
              true,
              example));
    }
    return Optional.of(arguments);
  }

  private static List<String> equal(List<String> columns, List<Argument> arguments) {
    List<String> conditions = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      conditions.add(Words.sql(columns.get(i)) + " = :" + arguments.get(i).name());
    }
    return conditions;
  }

  /** By the moment, then by what of the key is not the same in all rows. */
  private List<Sorting> order(Optional<String> moment, List<String> fixed) {
    List<Sorting> order = new ArrayList<>();
    moment.ifPresent(column -> order.add(new Sorting(column, true)));
    table.key().stream()
        .filter(column -> !fixed.contains(column) && !moment.equals(Optional.of(column)))
        .forEach(column -> order.add(new Sorting(column, false)));
    return order;
  }

  /** None for the parts of a whole, whose own key numbers them. */
  private Optional<String> momentOf(ForeignKey key, Statistics.Index index) {
    if (new HashSet<>(table.key()).containsAll(key.columns())) {
      return Optional.empty();
    }
    Stream<String> indexed =
        index.columns().stream().skip(key.columns().size()).limit(1).filter(this::isMoment);
    Stream<String> filled =
        table.shape().columns().stream()
            .sorted(Comparator.comparing(RelationColumn::nullable))
            .map(RelationColumn::name)
            .filter(this::isMoment);
    return Stream.concat(indexed, filled)
        .filter(column -> !key.columns().contains(column))
        .findFirst();
  }

  private Optional<String> indexedMoment() {
    return table.indexes().stream()
        .map(index -> index.columns().getFirst())
        .filter(this::isMoment)
        .findFirst();
  }

  private boolean isMoment(String column) {
    return Types.isMoment(table.type(column));
  }

  /** What a tool does, and what the database's owner says of the table. */
  private String about(String does) {
    String comment = Objects.requireNonNullElse(table.shape().comment(), "").strip();
    return comment.isEmpty()
        ? does
        : does + " " + comment + (comment.matches("(?s).*\\p{Punct}") ? "" : ".");
  }

  private String said(String column, @Nullable String otherwise) {
    String comment =
        table.column(column).map(RelationColumn::comment).map(String::strip).orElse("");
    if (!comment.isEmpty()) {
      return comment;
    }
    return otherwise != null ? otherwise : column + " of " + table.name() + ".";
  }

  private static String joined(List<String> columns) {
    return String.join(
        "_",
        columns.stream().map(column -> Words.plain(column, "column", MAX_OTHER_CHARS)).toList());
  }
}
