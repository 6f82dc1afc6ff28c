package dev.sluice.sql;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names that PostgreSQL gives to output columns without an alias: its FigureColname. */
final class Labels {
  private static final String NONE = "?column?";

  private static final Map<String, String> FIXED =
      Map.ofEntries(
          Map.entry("A_ArrayExpr", "array"),
          Map.entry("RowExpr", "row"),
          Map.entry("CoalesceExpr", "coalesce"),
          Map.entry("GroupingFunc", "grouping"),
          Map.entry("XmlSerialize", "xmlserialize"),
          Map.entry("JsonParseExpr", "json"),
          Map.entry("JsonScalarExpr", "json_scalar"),
          Map.entry("JsonSerializeExpr", "json_serialize"),
          Map.entry("JsonObjectConstructor", "json_object"),
          Map.entry("JsonArrayConstructor", "json_array"),
          Map.entry("JsonArrayQueryConstructor", "json_array"),
          Map.entry("JsonObjectAgg", "json_objectagg"),
          Map.entry("JsonArrayAgg", "json_arrayagg"));

  private Labels() {}

  /** The label of what a select list has there. */
  static String of(Node target) {
    String alias = target.text("name");
    if (!alias.isEmpty()) {
      return alias;
    }
    String figured = figure(target.node("val"));
    return figured == null ? NONE : figured;
  }

  private static @Nullable String figure(@Nullable Node node) {
    if (node == null) {
      return null;
    }
    return switch (node.type()) {
      case "ColumnRef" -> last(node.names("fields"));
      case "FuncCall" -> last(node.names("funcname"));
      case "A_Indirection" -> indirection(node);
      case "TypeCast" -> typeCast(node);
      case "CollateClause" -> figure(node.node("arg"));
      case "A_Expr" -> node.text("kind").equals("AEXPR_NULLIF") ? "nullif" : null;
      case "MinMaxExpr" -> node.text("op").equals("IS_GREATEST") ? "greatest" : "least";
      case "CaseExpr" -> caseExpression(node);
      case "SubLink" -> subquery(node);
      case "SQLValueFunction" -> valueFunction(node.text("op"));
      case "XmlExpr" -> node.text("op").toLowerCase(Locale.ROOT).replaceFirst("^is_", "");
      case "JsonFuncExpr" -> node.text("op").toLowerCase(Locale.ROOT).replaceFirst("_op$", "");
      default -> FIXED.get(node.type());
    };
  }

  private static @Nullable String last(List<String> names) {
    return names.isEmpty() || names.getLast().isEmpty() ? null : names.getLast();
  }

  private static @Nullable String indirection(Node node) {
    String field =
        node.nodes("indirection").stream()
            .filter(part -> part.is("String"))
            .map(part -> part.text("sval"))
            .reduce("", (_, last) -> last);
    return field.isEmpty() ? figure(node.node("arg")) : field;
  }

  private static @Nullable String typeCast(Node node) {
    String figured = figure(node.node("arg"));
    return figured == null ? last(node.required("typeName").names("names")) : figured;
  }

  private static String caseExpression(Node node) {
    String figured = figure(node.node("defresult"));
    return figured == null ? "case" : figured;
  }

  private static @Nullable String subquery(Node node) {
    return switch (node.text("subLinkType")) {
      case "EXISTS_SUBLINK" -> "exists";
      case "ARRAY_SUBLINK" -> "array";
      case "EXPR_SUBLINK" -> {
        Node query = node.required("subselect");
        while (query.has("larg")) {
          query = query.required("larg");
        }
        List<Node> targets = query.nodes("targetList");
        yield targets.isEmpty() ? null : of(targets.getFirst());
      }
      default -> null;
    };
  }

  /** {@code SVFOP_CURRENT_TIME_N} as {@code current_time}. */
  private static String valueFunction(String op) {
    return op.toLowerCase(Locale.ROOT).replaceFirst("^svfop_", "").replaceFirst("_n$", "");
  }
}
