package dev.sluice.sql;

import dev.sluice.call.RelationName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Walks FROM: which relations, WITH queries, subqueries and functions stand there. */
final class FromClause {
  private static final String PUBLIC = "public";
  private static final String CATALOG = "pg_catalog";
  private static final Set<String> CATALOGS = Set.of(CATALOG, "information_schema", "pg_toast");
  private static final String CATALOG_PREFIX = "pg_";
  private static final Set<String> SAMPLING = Set.of("bernoulli", "system");

  private final Walk walk;

  FromClause(Walk walk) {
    this.walk = walk;
  }

  /**
   * What the items of a FROM clause give to the query's expressions.
   *
   * @param outer the query around this one
   * @param ctes the WITH queries that may be named
   */
  List<Range> ranges(List<Node> items, @Nullable Scope outer, Ctes ctes) {
    List<Range> ranges = new ArrayList<>();
    for (Node item : items) {
      if (!ranges.isEmpty()) {
        walk.join(item);
      }
      ranges.addAll(item(item, new Scope(outer, ranges, ctes)));
    }
    return ranges;
  }

  /**
   * One item.
   *
   * @param beside what stands left of it, which only LATERAL and functions see
   */
  private List<Range> item(Node item, Scope beside) {
    walk.step();
    return switch (item.type()) {
      case "RangeVar" -> List.of(named(item, beside));
      case "RangeSubselect" -> List.of(subquery(item, beside));
      case "RangeFunction" -> List.of(functions(item, beside));
      case "JsonTable" -> List.of(jsonTable(item, beside));
      case "RangeTableSample" -> sample(item, beside);
      case "JoinExpr" -> join(item, beside);
      default -> throw Refusals.of(item.type(), "node", item, Constructs.name(item));
    };
  }

  private Range named(Node item, Scope beside) {
    String schema = item.text("schemaname");
    String name = item.text("relname");
    Ctes.@Nullable Cte cte = schema.isEmpty() ? beside.ctes().find(name) : null;
    if (cte != null) {
      return range(item, name, walk.queries.output(cte, item));
    }
    boolean isCatalog =
        schema.isEmpty() ? name.startsWith(CATALOG_PREFIX) : CATALOGS.contains(schema);
    RelationName relation = new RelationName(schema.isEmpty() ? PUBLIC : schema, name);
    Exposed exposed = isCatalog ? null : walk.policy.relations().get(relation);
    if (exposed == null) {
      throw Refusals.of(
          isCatalog ? "catalogue relation" : "relation", item, "the relation " + relation);
    }
    walk.reads(relation);
    List<VisibleColumn> columns =
        exposed.columns().stream().map(column -> column(relation, column, exposed)).toList();
    Range range = range(item, name, new Output(columns, 0, false));
    return item.has("alias") ? range : new Range(name, relation, range.output());
  }

  private static VisibleColumn column(RelationName relation, String name, Exposed exposed) {
    MaskedColumn masked = exposed.masked().contains(name) ? new MaskedColumn(relation, name) : null;
    return new VisibleColumn(name, new BaseColumn(relation, name), masked, List.of(), true);
  }

  private Range subquery(Node item, Scope beside) {
    Scope outer = item.flag("lateral") ? beside : beside.outer();
    Output output = walk.queries.query(item.required("subquery"), outer, beside.ctes());
    return range(item, "", output);
  }

  private Range functions(Node item, Scope beside) {
    List<String> certain = new ArrayList<>();
    List<String> perhaps = new ArrayList<>();
    String name = "";
    for (Node pair : item.nodes("functions")) {
      List<Node> parts = pair.nodes("items");
      Node function = parts.getFirst();
      walk.expressions.walk(function, beside, Place.FROM);
      name = Labels.of(new Node("ResTarget", Map.of("val", function)));
      perhaps.add(name);
      perhaps.addAll(columns(function));
      parts.stream().skip(1).forEach(list -> certain.addAll(definitions(list.nodes("items"))));
    }
    certain.addAll(definitions(item.nodes("coldeflist")));
    if (item.flag("ordinality")) {
      certain.add("ordinality");
    }
    return rangeOf(item, name, certain, perhaps);
  }

  /** Names a range of which some columns are certain, and others may be there. */
  private static Range rangeOf(Node item, String name, List<String> certain, List<String> perhaps) {
    Node alias = item.node("alias");
    List<String> aliases = alias == null ? List.of() : alias.names("colnames");
    List<String> more = alias == null ? List.of() : List.of(alias.text("aliasname"));
    List<VisibleColumn> columns =
        Stream.of(
                certain.stream().map(VisibleColumn::plain),
                aliases.stream().map(VisibleColumn::plain),
                perhaps.stream().map(VisibleColumn::perhaps),
                more.stream().map(VisibleColumn::perhaps))
            .flatMap(columnStream -> columnStream)
            .toList();
    return new Range(
        alias == null ? name : alias.text("aliasname"), null, new Output(columns, 0, false));
  }

  private static List<String> columns(Node function) {
    String name = Functions.inCatalog(function.names("funcname"));
    Functions.Allowed allowed = name == null ? null : Functions.find(name);
    return allowed == null ? List.of() : allowed.columns();
  }

  private List<String> definitions(List<Node> definitions) {
    List<String> names = new ArrayList<>();
    for (Node definition : definitions) {
      names.add(definition.text("colname"));
      walk.expressions.type(definition.required("typeName"));
      Node collation = definition.node("collClause");
      if (collation != null) {
        Expressions.collation(collation);
      }
    }
    return names;
  }

  private Range jsonTable(Node item, Scope beside) {
    walk.expressions.walk(item.node("context_item"), beside, Place.FROM);
    walk.expressions.walk(item.node("pathspec"), beside, Place.FROM);
    walk.expressions.walk(item.nodes("passing"), beside, Place.FROM);
    walk.expressions.walk(item.nodes("columns"), beside, Place.FROM);
    walk.expressions.walk(item.node("on_error"), beside, Place.FROM);
    List<String> names = new ArrayList<>();
    jsonColumns(item.nodes("columns"), names);
    // Nested columns come last in PostgreSQL's order: no place is certain.
    return range(item, "json_table", Output.plain(names).displaced());
  }

  private static void jsonColumns(List<Node> columns, List<String> names) {
    for (Node column : columns) {
      if (column.has("name")) {
        names.add(column.text("name"));
      }
      jsonColumns(column.nodes("columns"), names);
    }
  }

  private List<Range> sample(Node item, Scope beside) {
    String method = Functions.inCatalog(item.names("method"));
    if (method == null || !SAMPLING.contains(method)) {
      throw Refusals.of(
          "sampling", item, "the sampling method " + String.join(".", item.names("method")));
    }
    walk.expressions.walk(item.nodes("args"), beside, Place.FROM);
    walk.expressions.walk(item.node("repeatable"), beside, Place.FROM);
    return item(item.required("relation"), beside);
  }

  private List<Range> join(Node item, Scope beside) {
    walk.join(item);
    List<Range> left = item(item.required("larg"), beside);
    Scope besideRight =
        new Scope(
            beside.outer(),
            Stream.concat(beside.ranges().stream(), left.stream()).toList(),
            beside.ctes());
    List<Range> right = item(item.required("rarg"), besideRight);
    List<Range> both = Stream.concat(left.stream(), right.stream()).toList();
    walk.expressions.walk(
        item.node("quals"), new Scope(beside.outer(), both, beside.ctes()), Place.JOIN);
    List<String> merged = merged(item, left, right);
    if (item.flag("isNatural") || item.has("usingClause")) {
      both = both.stream().map(Range::displaced).toList();
    }
    return aliased(item, both, merged);
  }

  /** The columns that USING or NATURAL compares. */
  private List<String> merged(Node item, List<Range> left, List<Range> right) {
    List<String> names = item.names("usingClause");
    if (item.flag("isNatural")) {
      names =
          columns(left)
              .map(VisibleColumn::name)
              .filter(name -> has(right, name))
              .distinct()
              .toList();
    }
    for (String name : names) {
      if (!has(left, name) || !has(right, name)) {
        throw new RefusalException(
            "the column " + name + " of USING",
            item.offset(),
            "it is not among the columns that may be read on both sides",
            "use the columns that describe_relation shows");
      }
      Stream.concat(columns(left), columns(right))
          .filter(column -> column.name().equals(name))
          .forEach(column -> compare(column, item));
    }
    return names;
  }

  private void compare(VisibleColumn column, Node item) {
    if (column.masked() != null && !Place.JOIN.mayHaveMasked(walk.use)) {
      throw Place.JOIN.refusing(column.masked(), item);
    }
    walk.reads(column);
  }

  private static Stream<VisibleColumn> columns(List<Range> ranges) {
    return ranges.stream().flatMap(range -> range.columns().stream());
  }

  private static boolean has(List<Range> ranges, String name) {
    return columns(ranges).anyMatch(column -> column.name().equals(name));
  }

  /** An alias of a join hides what is joined; one of USING stands beside it. */
  private List<Range> aliased(Node item, List<Range> both, List<String> merged) {
    if (item.has("alias")) {
      return List.of(range(item, "", new Output(columns(both).toList(), 0, false)));
    }
    Node alias = item.node("join_using_alias");
    if (alias == null) {
      return both;
    }
    List<VisibleColumn> columns =
        columns(both).filter(column -> merged.contains(column.name())).toList();
    Range using = new Range(alias.text("aliasname"), null, new Output(columns, 0, false));
    return Stream.concat(both.stream(), Stream.of(using)).toList();
  }

  /** What stands there under the alias that it has, if any. */
  private static Range range(Node item, String name, Output output) {
    Node alias = item.node("alias");
    if (alias == null) {
      return new Range(name, null, output);
    }
    return new Range(alias.text("aliasname"), null, output.renamed(alias.names("colnames"), item));
  }
}
