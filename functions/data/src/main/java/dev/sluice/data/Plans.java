package dev.sluice.data;

import dev.sluice.call.RelationName;
import dev.sluice.catalog.shape.OrderKey;
import dev.sluice.data.inspect.Plan;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.postgresql.core.QueryExecutor;
import org.postgresql.jdbc.PreferQueryMode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * Reads plans for arguments unknown.
 *
 * <p>They are asked for in PostgreSQL's simple protocol, where {@code $1} stands for itself: in the
 * extended one, the driver's own, it would have to be bound, and the plan made for that value.
 */
final class Plans {
  /** The first that knows GENERIC_PLAN. */
  private static final int FIRST_SERVER = 160_000;

  private static final String EXPLAIN = "explain (generic_plan, verbose, format json) ";

  private static final Set<String> HANDS_ON_WHAT_IT_GETS =
      Set.of("Subquery Scan", "Sort", "Incremental Sort");

  private static final Set<String> BESIDE = Set.of("InitPlan", "SubPlan");

  private static final String BEFORE_PAGE = "select page from (";

  /**
   * Takes the luck out of a plan: an order that comes from an index, a merge or a sort that
   * grouping is done by is there today and gone with the next statistics; one that the statement
   * itself asks for stays.
   */
  private static final String WITHOUT_LUCK =
      """
      select set_config(name, 'off', true) from pg_catalog.pg_settings
      where name in ('enable_indexscan', 'enable_indexonlyscan', 'enable_mergejoin', 'enable_sort',
        'enable_incremental_sort', 'enable_gathermerge')
      union all
      select set_config(name, '0', true) from pg_catalog.pg_settings
      where name = 'max_parallel_workers_per_gather'
      """;

  /** The whole table of a partition. */
  private static final String ROOTS =
      """
      select n.nspname, c.relname, rn.nspname, r.relname
      from pg_catalog.pg_class c
        join pg_catalog.pg_namespace n on n.oid = c.relnamespace
        join pg_catalog.pg_class r on r.oid = pg_catalog.pg_partition_root(c.oid)
        join pg_catalog.pg_namespace rn on rn.oid = r.relnamespace
      where c.relispartition
        and (n.nspname, c.relname) in (select * from unnest(?::text[], ?::text[]))
      """;

  private final Lease lease;

  Plans(Lease lease) {
    this.lease = lease;
  }

  Optional<Plan> explain(SqlTemplate sql) throws SQLException {
    if (isTooOld()) {
      return Optional.empty();
    }
    JsonNode root = plan(sql, EXPLAIN, "");
    SortedSet<RelationName> relations = new TreeSet<>();
    addRelations(root, relations);
    return Optional.of(
        new Plan(
            root.path("Total Cost").doubleValue(),
            root.path("Plan Rows").doubleValue(),
            withoutPartitions(relations)));
  }

  /**
   * The statement stands in FROM, where its own order is known to the planner: if it is the one
   * asked for, nothing is left to be done above it, and if it is not, there is a sort. The plan
   * below must be the one that the statement has when it stands alone, since the planner would also
   * choose one for the sake of the order.
   */
  boolean ordersBy(SqlTemplate sql, List<OrderKey> keys) throws SQLException {
    if (isTooOld()) {
      return false;
    }
    try (Statement statement = lease.physical().createStatement()) {
      statement.execute(WITHOUT_LUCK);
    }
    String order = keys.stream().map(Plans::written).collect(Collectors.joining(", "));
    JsonNode page = plan(sql, EXPLAIN + BEFORE_PAGE, "\n) as page order by " + order);
    // Without an ORDER BY or the like, the statement is made one with ours: no scan is there.
    if (!page.path("Node Type").asString("").equals("Subquery Scan")
        || !page.path("Alias").asString("").equals("page")) {
      return false;
    }
    JsonNode alone = plan(sql, EXPLAIN, "");
    return isSamePlan(input(page), alone);
  }

  /**
   * A condition that no row can meet is known to the planner as one, from PostgreSQL 17 on (release
   * notes 17, "Allow the optimizer to remove IS NOT NULL and IS NULL").
   */
  boolean neverNull(SqlTemplate sql, String column) throws SQLException {
    // A plan that reads nothing is empty for another reason: a table without partitions, say.
    if (isTooOld() || explain(sql).map(Plan::relations).orElseThrow().isEmpty()) {
      return false;
    }
    String where = "\n) as page where " + quoted(column) + " is null";
    JsonNode node = plan(sql, EXPLAIN + BEFORE_PAGE, where);
    while (HANDS_ON_WHAT_IT_GETS.contains(node.path("Node Type").asString(""))) {
      node = input(node);
    }
    return node.path("Node Type").asString("").equals("Result")
        && node.path("One-Time Filter").asString("").equals("false");
  }

  private static String quoted(String column) {
    return "page." + RelationName.quoted(column);
  }

  private static String written(OrderKey key) {
    return quoted(key.column())
        + (key.descending() ? " desc" : " asc")
        + (key.nullsFirst() ? " nulls first" : " nulls last");
  }

  private boolean isTooOld() throws SQLException {
    return !lease.physical().haveMinimumServerVersion(FIRST_SERVER);
  }

  private JsonNode plan(SqlTemplate sql, String before, String after) throws SQLException {
    QueryExecutor executor = lease.physical().getQueryExecutor();
    PreferQueryMode mode = executor.getPreferQueryMode();
    executor.setPreferQueryMode(PreferQueryMode.SIMPLE);
    try (Statement statement = lease.physical().createStatement()) {
      statement.setEscapeProcessing(false);
      try (ResultSet result = statement.executeQuery(before + sql.numbered() + after)) {
        result.next();
        return JsonMapper.shared().readTree(result.getString(1)).path(0).path("Plan");
      }
    } catch (SQLException e) {
      throw Preparation.refusal(e, sql, before.length());
    } finally {
      executor.setPreferQueryMode(mode);
    }
  }

  /** The node that another one gets its rows from: before it, what a policy asks once may stand. */
  private static JsonNode input(JsonNode node) {
    for (JsonNode below : node.path("Plans")) {
      if (!isBeside(below)) {
        return below;
      }
    }
    return MissingNode.getInstance();
  }

  /** Whether a node gives no rows to the one above, but a value to its conditions. */
  static boolean isBeside(JsonNode node) {
    return BESIDE.contains(node.path("Parent Relationship").asString(""));
  }

  /** Whether two plans have the same nodes over the same relations. */
  private static boolean isSamePlan(JsonNode one, JsonNode other) {
    for (String property : List.of("Node Type", "Strategy", "Schema", "Relation Name")) {
      if (!one.path(property).equals(other.path(property))) {
        return false;
      }
    }
    JsonNode below = one.path("Plans");
    JsonNode otherBelow = other.path("Plans");
    boolean same = below.size() == otherBelow.size();
    for (int i = 0; same && i < below.size(); i++) {
      same = isSamePlan(below.path(i), otherBelow.path(i));
    }
    return same;
  }

  static void addRelations(JsonNode node, Set<RelationName> relations) {
    if (node.has("Relation Name") && node.has("Schema")) {
      relations.add(
          new RelationName(node.path("Schema").asString(), node.path("Relation Name").asString()));
    }
    for (JsonNode below : node.path("Plans")) {
      addRelations(below, relations);
    }
  }

  private SortedSet<RelationName> withoutPartitions(SortedSet<RelationName> relations)
      throws SQLException {
    SortedSet<RelationName> whole = new TreeSet<>(relations);
    try (var statement = lease.physical().prepareStatement(ROOTS)) {
      RelationReader.bind(statement, 1, List.copyOf(relations));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          whole.remove(new RelationName(rows.getString(1), rows.getString(2)));
          whole.add(new RelationName(rows.getString(3), rows.getString(4)));
        }
      }
    }
    return whole;
  }
}
