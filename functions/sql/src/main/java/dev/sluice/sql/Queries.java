package dev.sluice.sql;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Walks queries: SELECT, VALUES, TABLE, what UNION makes of them, and WITH. */
final class Queries {
  private final Walk walk;

  Queries(Walk walk) {
    this.walk = walk;
  }

  /**
   * Walks a query.
   *
   * @param outer the query around it whose columns it may name
   * @param ctes the WITH queries it may name
   * @return what it has
   */
  Output query(Node query, @Nullable Scope outer, Ctes ctes) {
    return query(query, outer, ctes, null);
  }

  private Output query(Node query, @Nullable Scope outer, Ctes ctes, Ctes.@Nullable Cte as) {
    walk.step();
    if (!query.is("SelectStmt")) {
      throw Refusals.of(query.type(), "statement", query, Constructs.name(query));
    }
    Ctes inner = with(query.node("withClause"), outer, ctes);
    Output output;
    if (query.has("larg")) {
      output = setOperation(query, outer, inner, as);
    } else if (query.has("valuesLists")) {
      output = values(query, outer, inner);
    } else {
      output = select(query, outer, inner);
    }
    Scope none = new Scope(outer, List.of(), inner);
    walk.expressions.walk(query.node("limitOffset"), none, Place.LIMIT);
    walk.expressions.walk(query.node("limitCount"), none, Place.LIMIT);
    return output;
  }

  private Output setOperation(Node query, @Nullable Scope outer, Ctes ctes, Ctes.@Nullable Cte as) {
    Output left = unmasked(query.required("larg"), outer, ctes);
    if (as != null) {
      as.output = renamed(left, as);
    }
    boolean repeats = as != null && as.recursive;
    walk.growth.repeating(repeats ? 1 : 0);
    unmasked(query.required("rarg"), outer, ctes);
    walk.growth.repeating(repeats ? -1 : 0);
    order(query, left, new Scope(outer, List.of(), ctes));
    return left;
  }

  private Output unmasked(Node arm, @Nullable Scope outer, Ctes ctes) {
    Output output = query(arm, outer, ctes);
    refuseMasked(output, arm, Place.SET_OPERATION);
    return output;
  }

  private Output values(Node query, @Nullable Scope outer, Ctes ctes) {
    int columns = 0;
    Scope none = new Scope(outer, List.of(), ctes);
    for (Node row : query.nodes("valuesLists")) {
      walk.expressions.walk(row, none, Place.VALUES);
      columns = Math.max(columns, row.nodes("items").size());
    }
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= columns; i++) {
      names.add("column" + i);
    }
    Output output = Output.plain(names);
    order(query, output, new Scope(outer, List.of(new Range("*VALUES*", null, output)), ctes));
    return output;
  }

  private Output select(Node query, @Nullable Scope outer, Ctes ctes) {
    Scope scope = new Scope(outer, walk.from.ranges(query.nodes("fromClause"), outer, ctes), ctes);
    walk.expressions.walk(query.node("whereClause"), scope, Place.CONDITION);
    Output output = targets(query.nodes("targetList"), scope);
    for (Node item : query.nodes("groupClause")) {
      group(item, output, scope);
    }
    walk.expressions.walk(query.node("havingClause"), scope, Place.CONDITION);
    walk.expressions.walk(query.nodes("windowClause"), scope, Place.WINDOW);
    distinct(query, output, scope);
    order(query, output, scope);
    return output;
  }

  private Output targets(List<Node> targets, Scope scope) {
    List<VisibleColumn> columns = new ArrayList<>();
    int placed = 0;
    boolean isPlaced = true;
    boolean namesMasked = false;
    for (Node target : targets) {
      Node value = target.required("val");
      if (Names.isStar(value)) {
        List<Range> ranges = walk.names.ranges(value, scope);
        ranges.forEach(range -> columns.addAll(star(range)));
        isPlaced &= ranges.stream().allMatch(range -> range.output().isPlaced());
      } else if (isExpanded(value)) {
        walk.expressions.walk(value, scope, Place.SELECT_LIST);
        walk.expressions
            .fields(value.required("arg"), scope)
            .forEach(field -> columns.add(VisibleColumn.perhaps(field)));
        isPlaced = false;
      } else {
        VisibleColumn column = target(target, value, scope);
        columns.add(column);
        namesMasked |= column.isMasked();
      }
      placed = isPlaced ? columns.size() : placed;
      if (columns.size() > walk.limits.outputColumns()) {
        throw new RefusalException(
            "the select list",
            target.offset(),
            "it has more than " + walk.limits.outputColumns() + " columns",
            "select the columns you need");
      }
    }
    return new Output(columns, placed, namesMasked);
  }

  /** Whether it is {@code (row).*}. */
  private static boolean isExpanded(Node value) {
    return value.is("A_Indirection") && value.nodes("indirection").getLast().is("A_Star");
  }

  private List<VisibleColumn> star(Range range) {
    return range.columns().stream()
        .map(
            column -> {
              walk.reads(column);
              return new VisibleColumn(
                  column.name(), null, column.masked(), column.fields(), column.certain());
            })
        .toList();
  }

  /** One output column, which shows a masked one only if it is nothing else. */
  private VisibleColumn target(Node target, Node value, Scope scope) {
    String label = Labels.of(target);
    if (!value.is("ColumnRef")) {
      walk.expressions.walk(value, scope, Place.SELECT_LIST);
      return new VisibleColumn(label, null, null, walk.expressions.fields(value, scope), true);
    }
    Names.Meaning meaning = walk.names.meaning(value, scope);
    meaning.rows().forEach(row -> walk.names.wholeRow(row, value));
    return new VisibleColumn(label, null, meaning.masked(), meaning.fields(), true);
  }

  private void distinct(Node query, Output output, Scope scope) {
    if (!query.has("distinctClause")) {
      return;
    }
    List<Node> on = query.nodes("distinctClause");
    if (on.isEmpty()) {
      refuseMasked(output, query, Place.DISTINCT);
    }
    for (Node item : on) {
      outputOrExpression(item, output, scope, Place.DISTINCT);
    }
  }

  private void order(Node query, Output output, Scope scope) {
    for (Node item : query.nodes("sortClause")) {
      if (item.has("useOp")) {
        throw Refusals.of("SortBy.useOp", item, "ORDER BY … USING");
      }
      outputOrExpression(item.required("node"), output, scope, Place.ORDER);
    }
  }

  private void group(Node item, Output output, Scope scope) {
    if (item.is("GroupingSet")) {
      item.nodes("content").forEach(part -> group(part, output, scope));
      return;
    }
    String name = bareName(item);
    // GROUP BY prefers what FROM has, where ORDER BY prefers what is selected.
    boolean isInput =
        scope.ranges().stream()
            .flatMap(range -> range.columns().stream())
            .anyMatch(column -> column.certain() && column.name().equals(name));
    if (isInput) {
      walk.expressions.walk(item, scope, Place.GROUP);
    } else {
      outputOrExpression(item, output, scope, Place.GROUP);
    }
  }

  /** What stands in an order: a number or a name of an output column, or an expression. */
  private void outputOrExpression(Node item, Output output, Scope scope, Place place) {
    @Nullable Node ordinal = item.is("A_Const") ? item.node("ival") : null;
    if (ordinal != null) {
      long number = ordinal.number("ival");
      if (number < 1 || number > output.placed()) {
        refuseMasked(output, item, place);
      } else {
        refuseMasked(output.columns().get((int) number - 1), item, place);
      }
      return;
    }
    String name = bareName(item);
    List<VisibleColumn> named =
        output.columns().stream().filter(column -> column.name().equals(name)).toList();
    named.forEach(column -> refuseMasked(column, item, place));
    if (named.stream().noneMatch(VisibleColumn::certain)) {
      walk.expressions.walk(item, scope, place);
    }
  }

  private static @Nullable String bareName(Node item) {
    if (!item.is("ColumnRef") || Names.isStar(item)) {
      return null;
    }
    List<String> names = item.names("fields");
    return names.size() == 1 ? names.getFirst() : null;
  }

  private void refuseMasked(Output output, Node node, Place place) {
    output.columns().forEach(column -> refuseMasked(column, node, place));
  }

  private void refuseMasked(VisibleColumn column, Node node, Place place) {
    if (column.masked() != null && !place.mayHaveMasked(walk.use)) {
      throw place.refusing(column.masked(), node);
    }
  }

  private Ctes with(@Nullable Node with, @Nullable Scope outer, Ctes ctes) {
    if (with == null) {
      return ctes;
    }
    boolean recursive = with.flag("recursive");
    List<Ctes.Cte> all = new ArrayList<>();
    Ctes visible = recursive ? new Ctes(ctes) : ctes;
    for (Node node : with.nodes("ctes")) {
      Ctes.Cte cte = new Ctes.Cte(node, outer, visible, recursive);
      if (!recursive) {
        // Each sees only those before it.
        visible = new Ctes(visible);
      }
      visible.add(cte);
      all.add(cte);
    }
    all.forEach(cte -> output(cte, cte.node));
    return visible;
  }

  /**
   * What a WITH query has; it is walked now if it was not before.
   *
   * @param node where it is named
   */
  Output output(Ctes.Cte cte, Node node) {
    if (cte.output == null && cte.walking) {
      throw new RefusalException(
          "the WITH query " + cte.node.text("ctename"),
          node.offset(),
          "it names itself before it has rows",
          "write WITH RECURSIVE name AS (start UNION ALL step), and name it only in the step");
    }
    if (!cte.walking) {
      cte.walking = true;
      Output output = query(cte.node.required("ctequery"), cte.outer, cte.visible, cte);
      Node cycle = cte.node.node("cycle_clause");
      if (cycle != null) {
        Scope none = new Scope(cte.outer, List.of(), cte.visible);
        walk.expressions.walk(cycle.node("cycle_mark_value"), none, Place.SELECT_LIST);
        walk.expressions.walk(cycle.node("cycle_mark_default"), none, Place.SELECT_LIST);
      }
      cte.output = withSearch(renamed(output, cte), cte.node);
    }
    Output output = cte.output;
    if (output == null) {
      throw new IllegalStateException("a WITH query was walked and has no output");
    }
    return output;
  }

  private static Output renamed(Output output, Ctes.Cte cte) {
    return output.renamed(cte.node.names("aliascolnames"), cte.node);
  }

  /** The columns that SEARCH and CYCLE add. */
  private static Output withSearch(Output output, Node cte) {
    List<VisibleColumn> columns = new ArrayList<>(output.columns());
    Node search = cte.node("search_clause");
    if (search != null) {
      columns.add(VisibleColumn.plain(search.text("search_seq_column")));
    }
    Node cycle = cte.node("cycle_clause");
    if (cycle != null) {
      columns.add(VisibleColumn.plain(cycle.text("cycle_mark_column")));
      columns.add(VisibleColumn.plain(cycle.text("cycle_path_column")));
    }
    return new Output(columns, output.placed(), output.namesMasked());
  }
}
