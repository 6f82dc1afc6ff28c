package dev.sluice.sql;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Walks expressions: what they call, cast to, read and ask of subqueries. */
final class Expressions {
  /** What is nothing but its parts. */
  private static final Set<String> PLAIN =
      Set.of(
          "List",
          "A_ArrayExpr",
          "A_Indices",
          "BoolExpr",
          "NullTest",
          "BooleanTest",
          "CaseExpr",
          "CaseWhen",
          "CoalesceExpr",
          "MinMaxExpr",
          "RowExpr",
          "NamedArgExpr",
          "GroupingFunc",
          "SortBy",
          "ResTarget",
          "XmlExpr",
          "XmlSerialize",
          "WindowDef",
          "JsonOutput",
          "JsonReturning",
          "JsonFormat",
          "JsonValueExpr",
          "JsonKeyValue",
          "JsonObjectConstructor",
          "JsonArrayConstructor",
          "JsonObjectAgg",
          "JsonArrayAgg",
          "JsonAggConstructor",
          "JsonFuncExpr",
          "JsonBehavior",
          "JsonArgument",
          "JsonIsPredicate",
          "JsonParseExpr",
          "JsonScalarExpr",
          "JsonSerializeExpr",
          "JsonTableColumn",
          "JsonTablePathSpec");

  /** What has nothing in it that could do harm. */
  private static final Set<String> VALUES =
      Set.of("A_Const", "SQLValueFunction", "Integer", "Float", "Boolean", "String", "BitString");

  /** What PostgreSQL calls the fields of {@code row(…)}. */
  private static final Pattern ROW_FIELD = Pattern.compile("f[1-9][0-9]*");

  /** What puts its arguments one behind the other. */
  private static final Set<String> JOINING = Set.of("concat", "concat_ws", "array_cat", "format");

  private final Walk walk;

  Expressions(Walk walk) {
    this.walk = walk;
  }

  void walk(List<Node> nodes, Scope scope, Place place) {
    nodes.forEach(node -> walk(node, scope, place));
  }

  /**
   * Walks an expression.
   *
   * @param node nothing is walked when it is null
   * @throws RefusalException when there is something in it that may not be
   */
  void walk(@Nullable Node node, Scope scope, Place place) {
    if (node == null) {
      return;
    }
    walk.step();
    switch (node.type()) {
      case "ColumnRef" -> reference(node, scope, place);
      case "ParamRef" -> parameter(node);
      case "A_Expr" -> operation(node, scope, place);
      case "A_Indirection" -> indirection(node, scope, place);
      case "SubLink" -> subquery(node, scope, place);
      case "JsonArrayQueryConstructor" -> jsonArray(node, scope, place);
      case "FuncCall" -> call(node, scope, place);
      case "TypeCast" -> {
        walk(node.node("arg"), scope, place);
        type(node.required("typeName"));
      }
      case "TypeName" -> type(node);
      case "CollateClause" -> {
        collation(node);
        walk(node.node("arg"), scope, place);
      }
      default -> parts(node, scope, place);
    }
  }

  private void parts(Node node, Scope scope, Place place) {
    if (VALUES.contains(node.type())) {
      return;
    }
    if (!PLAIN.contains(node.type())) {
      throw Refusals.of(node.type(), "node", node, Constructs.name(node));
    }
    if (node.has("useOp")) {
      operator(node, node.names("useOp"));
    }
    for (Map.Entry<String, Object> field : node.fields().entrySet()) {
      if (!field.getKey().equals("useOp")) {
        walk(node.node(field.getKey()), scope, place);
        walk(node.nodes(field.getKey()), scope, place);
      }
    }
  }

  private void reference(Node node, Scope scope, Place place) {
    Names.Meaning meaning = walk.names.meaning(node, scope);
    MaskedColumn masked = meaning.masked();
    if (masked != null && !place.mayHaveMasked(walk.use)) {
      throw place.refusing(masked, node);
    }
    meaning.rows().forEach(row -> walk.names.wholeRow(row, node));
  }

  private void parameter(Node node) {
    if (walk.use != Use.DECLARED) {
      throw Refusals.of("ParamRef", node, "the parameter $" + node.number("number"));
    }
  }

  private void operation(Node node, Scope scope, Place place) {
    if (!node.text("kind").contains("BETWEEN")) {
      operator(node, node.names("name"));
    }
    if (node.names("name").getLast().equals("||")) {
      walk.growth.join(
          Stream.of("lexpr", "rexpr").map(node::node).filter(Objects::nonNull).toList(), node);
    }
    walk(node.node("lexpr"), scope, place);
    walk(node.nodes("lexpr"), scope, place);
    walk(node.node("rexpr"), scope, place);
    walk(node.nodes("rexpr"), scope, place);
  }

  private static void operator(Node node, List<String> names) {
    String name = Functions.inCatalog(names);
    if (name == null || !Functions.isOperator(name)) {
      throw Refusals.of("operator", node, "the operator " + String.join(".", names));
    }
  }

  /**
   * Checks the name of a collation.
   *
   * @throws RefusalException when it is not one of pg_catalog's
   */
  static void collation(Node node) {
    if (Functions.inCatalog(node.names("collname")) == null) {
      throw Refusals.of(
          "collation", node, "the collation " + String.join(".", node.names("collname")));
    }
  }

  /**
   * Checks the name of a type.
   *
   * @throws RefusalException when it is not one of pg_catalog's that hold mere values
   */
  void type(Node type) {
    List<String> names = type.names("names");
    String name = Functions.inCatalog(names);
    if (name == null || !Functions.isType(name)) {
      String key = name != null && name.contains("reg") ? "type reg" : "type";
      throw Refusals.of(key, type, "the type " + String.join(".", names));
    }
    walk.growth.cast(name, type.nodes("typmods"), type);
  }

  private void subquery(Node node, Scope scope, Place place) {
    if (node.has("operName")) {
      operator(node, node.names("operName"));
    }
    walk(node.node("testexpr"), scope, place);
    Output output = walk.queries.query(node.required("subselect"), scope, scope.ctes());
    // What EXISTS selects is never looked at: there * is as good as 1.
    boolean looked = !node.text("subLinkType").equals("EXISTS_SUBLINK") || output.namesMasked();
    if (looked) {
      refuseMasked(output, node, place);
    }
  }

  private void jsonArray(Node node, Scope scope, Place place) {
    refuseMasked(walk.queries.query(node.required("query"), scope, scope.ctes()), node, place);
    walk(node.node("output"), scope, place);
  }

  private void refuseMasked(Output output, Node node, Place place) {
    if (place.mayHaveMasked(walk.use)) {
      return;
    }
    for (VisibleColumn column : output.columns()) {
      if (column.masked() != null) {
        throw Place.SUBQUERY.refusing(column.masked(), node);
      }
    }
  }

  private void call(Node node, Scope scope, Place place) {
    String name = function(node);
    walk.calls(name);
    walk(node.nodes("args"), scope, place);
    walk(node.nodes("agg_order"), scope, place);
    walk(node.node("agg_filter"), scope, place);
    walk(node.node("over"), scope, place);
  }

  /** The name of the function that is called, once it is found to be allowed. */
  private String function(Node node) {
    List<String> names = node.names("funcname");
    String name = Functions.inCatalog(names);
    if (name == null) {
      throw Refusals.of("schema of a function", node, "the function " + String.join(".", names));
    }
    Functions.Allowed allowed = Functions.find(name);
    if (allowed == null
        || (allowed.arguments() >= 0 && allowed.arguments() != node.nodes("args").size())) {
      throw Refusals.function(name, node);
    }
    if (JOINING.contains(name)) {
      walk.growth.join(node.nodes("args"), node);
    }
    if (!allowed.rule().isEmpty()) {
      walk.growth.call(allowed.rule(), name, node);
    }
    return name;
  }

  private void indirection(Node node, Scope scope, Place place) {
    Node of = node.required("arg");
    walk(of, scope, place);
    boolean isFirst = true;
    for (Node part : node.nodes("indirection")) {
      if (part.is("A_Indices")) {
        walk(part, scope, place);
      } else if (!isFirst || !hasField(of, part, scope)) {
        throw Refusals.of(
            "field", node, "the field " + (part.is("String") ? part.text("sval") : "*"));
      }
      isFirst = false;
    }
  }

  /**
   * Whether what stands in parentheses has a field for certain. If not, PostgreSQL would call a
   * function of that name.
   */
  private boolean hasField(Node of, Node field, Scope scope) {
    List<String> fields = fields(of, scope);
    boolean isRowField = of.is("RowExpr") && ROW_FIELD.matcher(field.text("sval")).matches();
    return field.is("String")
        ? fields.contains(field.text("sval")) || isRowField
        : !fields.isEmpty() || of.is("RowExpr");
  }

  /** The fields of an expression whose value is a row for certain, or none. */
  List<String> fields(Node of, Scope scope) {
    return switch (of.type()) {
      case "ColumnRef" -> walk.names.meaning(of, scope).fields();
      case "FuncCall" -> {
        String name = Functions.inCatalog(of.names("funcname"));
        Functions.Allowed allowed = name == null ? null : Functions.find(name);
        yield allowed == null ? List.of() : allowed.columns();
      }
      default -> List.of();
    };
  }
}
