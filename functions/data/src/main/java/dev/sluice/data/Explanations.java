package dev.sluice.data;

import dev.sluice.call.Call;
import dev.sluice.call.RelationName;
import dev.sluice.catalog.Limits;
import dev.sluice.data.inspect.Plan;
import dev.sluice.data.inspect.QueryPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells how an ad-hoc statement would be run, under its caller's claims and limits. The statement
 * is not run. Safe for use by several threads.
 */
public final class Explanations {
  private static final String EXPLAIN = "explain (verbose, format json) ";

  /** The whole table of a partition, and whether policies decide about either. */
  private static final SqlTemplate RELATIONS =
      SqlTemplate.parse(
          """
          select rn.nspname as schema, r.relname as name,
            c.relrowsecurity or r.relrowsecurity as secured
          from unnest(:schemas::text[], :names::text[]) as wanted (schema, name)
            join pg_catalog.pg_namespace n on n.nspname = wanted.schema
            join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relname = wanted.name
            join pg_catalog.pg_class r
              on r.oid = coalesce(pg_catalog.pg_partition_root(c.oid)::oid, c.oid)
            join pg_catalog.pg_namespace rn on rn.oid = r.relnamespace
          """);

  private static final Limits RELATION_LIMITS =
      new Limits(Limits.MOST_ROWS, Limits.MOST_BYTES, 2_000);

  /** What stands under a node, where it may be told. */
  private static final List<String> CONDITIONS =
      List.of(
          "Index Cond",
          "Recheck Cond",
          "Hash Cond",
          "Merge Cond",
          "Join Filter",
          "Filter",
          "Sort Key",
          "Group Key");

  /** Of these, a policy has no part. */
  private static final Set<String> KEYS = Set.of("Sort Key", "Group Key");

  private final Database database;

  /** Over a database. */
  public Explanations(Database database) {
    this.database = database;
  }

  /**
   * The plan of an ad-hoc statement.
   *
   * @param sql a literal text, judged before: what EXPLAIN is put before must be a query
   * @param limits of bytes and of time; rows do not matter
   * @throws DataException when there is none, or it is larger than the limits allow
   */
  public QueryPlan explain(SqlTemplate sql, Limits limits, Call call) {
    Query query =
        new Query(
                SqlTemplate.literal(EXPLAIN + sql.withoutSemicolon()),
                JsonNodeFactory.instance.objectNode(),
                new Limits(1, limits.maxBytes(), limits.timeoutMillis()))
            .withKind(Query.Kind.AD_HOC);
    Rows answer = database.read(query, call);
    if (answer.rows().isEmpty()) {
      throw new DataException.Refused(
          "The plan is larger than " + limits.maxBytes() + " bytes. Ask for something simpler.",
          null);
    }
    JsonNode root = answer.rows().getFirst().getFirst().path(0).path("Plan");
    if (!root.isObject()) {
      throw new DataException.Refused(
          "The plan is nested too deeply to be read. Ask for something simpler.", null);
    }
    return plan(root, call);
  }

  private QueryPlan plan(JsonNode root, Call call) {
    Set<RelationName> read = new TreeSet<>();
    Plans.addRelations(root, read);
    Set<RelationName> whole = new TreeSet<>();
    boolean secured = false;
    if (!read.isEmpty()) {
      Rows rows = database.read(new Query(RELATIONS, names(read), RELATION_LIMITS), call);
      for (List<JsonNode> row : rows.rows()) {
        whole.add(new RelationName(row.get(0).asString(), row.get(1).asString()));
        secured |= row.get(2).asBoolean();
      }
    }
    List<String> lines = new ArrayList<>();
    write(root, 0, secured, lines);
    double cost = root.path("Total Cost").doubleValue();
    double rows = root.path("Plan Rows").doubleValue();
    return new QueryPlan(new Plan(cost, rows, whole), secured, lines);
  }

  /** Without an exponent. */
  private static String number(JsonNode number) {
    return number.isNumber() ? number.decimalValue().toPlainString() : "?";
  }

  private static ObjectNode names(Set<RelationName> relations) {
    ObjectNode arguments = JsonNodeFactory.instance.objectNode();
    ArrayNode schemas = arguments.putArray("schemas");
    ArrayNode names = arguments.putArray("names");
    for (RelationName relation : relations) {
      schemas.add(relation.schema());
      names.add(relation.name());
    }
    return arguments;
  }

  private static void write(JsonNode node, int depth, boolean secured, List<String> lines) {
    StringBuilder line = new StringBuilder("  ".repeat(depth));
    line.append(node.path("Node Type").asString("?"));
    if (node.has("Join Type")) {
      line.append(" (").append(node.path("Join Type").asString()).append(')');
    }
    if (node.has("Index Name")) {
      line.append(" using ").append(node.path("Index Name").asString());
    }
    if (node.has("Relation Name")) {
      String schema = node.path("Schema").asString("");
      line.append(" on ").append(new RelationName(schema, node.path("Relation Name").asString()));
    }
    if (!secured) {
      line.append(": cost ").append(number(node.path("Total Cost")));
      line.append(", rows ").append(number(node.path("Plan Rows")));
    }
    lines.add(line.toString());
    for (String condition : CONDITIONS) {
      if (node.has(condition) && (!secured || KEYS.contains(condition))) {
        lines.add("  ".repeat(depth + 1) + condition + ": " + text(node.path(condition)));
      }
    }
    for (JsonNode below : node.path("Plans")) {
      // What a policy asks stands beside the rows.
      if (!secured || !Plans.isBeside(below)) {
        write(below, depth + 1, secured, lines);
      }
    }
  }

  private static String text(JsonNode condition) {
    return condition.isArray()
        ? condition.valueStream().map(JsonNode::asString).collect(Collectors.joining(", "))
        : condition.asString();
  }
}
