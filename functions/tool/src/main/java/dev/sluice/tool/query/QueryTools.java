package dev.sluice.tool.query;

import dev.sluice.cache.Cache;
import dev.sluice.cache.Keeping;
import dev.sluice.call.Call;
import dev.sluice.call.Layer;
import dev.sluice.catalog.BuiltInTools;
import dev.sluice.data.DataException;
import dev.sluice.data.Database;
import dev.sluice.data.Explanations;
import dev.sluice.data.Query;
import dev.sluice.data.Rows;
import dev.sluice.data.SqlTemplate;
import dev.sluice.data.SqlTextException;
import dev.sluice.data.inspect.QueryPlan;
import dev.sluice.protocol.feature.Exchange;
import dev.sluice.protocol.feature.Tool;
import dev.sluice.protocol.feature.ToolException;
import dev.sluice.protocol.feature.ToolOutcome;
import dev.sluice.protocol.feature.Tools;
import dev.sluice.protocol.wire.Content;
import dev.sluice.protocol.wire.ToolDescriptor;
import dev.sluice.protocol.wire.ToolResult;
import dev.sluice.sql.Verdict;
import dev.sluice.tool.answer.Answer;
import dev.sluice.tool.answer.NoRows;
import dev.sluice.tool.governed.Governance;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The tools for SQL that nobody declared: a statement is judged, explained, and then run as it is,
 * for whoever holds the scope {@value #SCOPE}. Safe for use by several threads.
 */
public final class QueryTools implements Tools {
  /** Who holds it may ask in SQL. Nobody else is shown these tools. */
  public static final String SCOPE = BuiltInTools.AD_HOC_SCOPE;

  private static final String INPUT =
      "{\"type\":\"object\",\"properties\":{\"sql\":{\"type\":\"string\"}},\"required\":[\"sql\"],"
          + "\"additionalProperties\":false}";

  private final Governance governance;
  private final Database rows;
  private final QueryLimits limits;
  private final CostGate gate;
  private final List<Tool> all;

  /**
   * Both tools over a database.
   *
   * @param cache of what it answered
   * @param version of the catalogue, which is a part of what was asked
   */
  public QueryTools(
      Governance governance,
      Database database,
      Cache cache,
      String version,
      QueryLimits limits,
      InstantSource clock) {
    this.governance = governance;
    this.limits = limits;
    this.gate = new CostGate(new Explanations(database), limits.planCost(), clock);
    // An answer that is kept costs nothing any more.
    this.rows =
        cache.over(
            (query, call) -> {
              gate.check(query.sql(), limits.answer(), call);
              return database.read(query, call);
            },
            new Keeping("query", version, List.of()));
    this.all =
        List.of(
            tool("query", "One SELECT.", this::query),
            tool("explain_query", "How a SELECT would run.", this::explain));
  }

  @Override
  public List<Tool> list(Call call) {
    return call.principal().holds(List.of(SCOPE)) ? all : List.of();
  }

  @Override
  public Optional<Tool> find(String name, Call call) {
    return list(call).stream().filter(tool -> tool.descriptor().name().equals(name)).findFirst();
  }

  @Override
  public Set<String> scopes(String name) {
    return all.stream().anyMatch(tool -> tool.descriptor().name().equals(name))
        ? Set.of(SCOPE)
        : Set.of();
  }

  @FunctionalInterface
  private interface Work {
    ToolResult on(SqlTemplate sql, Verdict.Allowed verdict, Call call);
  }

  private Tool tool(String name, String description, Work work) {
    ObjectNode input = (ObjectNode) JsonMapper.shared().readTree(INPUT);
    return Tool.of(
        new ToolDescriptor(name, null, description, input, null),
        (arguments, exchange) -> new ToolOutcome.Done(judged(arguments, exchange, work)));
  }

  /** The very text that was judged is what is run. */
  private ToolResult judged(ObjectNode arguments, Exchange exchange, Work work) {
    String text = arguments.path("sql").asString("");
    Call call = exchange.call();
    try {
      return switch (governance.adHoc(text, call.principal(), call.deadline())) {
        case Verdict.Refused refused -> {
          call.notes().refused(Layer.STATEMENT, "statement_refused");
          throw new ToolException("Refused: " + refused.message());
        }
        case Verdict.Allowed allowed -> work.on(SqlTemplate.literal(text), allowed, call);
      };
    } catch (SqlTextException e) {
      call.notes().refused(Layer.STATEMENT, "statement_refused");
      throw new ToolException("Refused: " + e.getMessage() + ". Write one SELECT.", e);
    } catch (DataException e) {
      throw NoRows.told(e, call);
    }
  }

  private ToolResult query(SqlTemplate sql, Verdict.Allowed verdict, Call call) {
    if (verdict.kind() == Verdict.Kind.EXPLAIN) {
      // PostgreSQL's own words tell policies, and estimates made of every tenant's rows.
      throw new ToolException(
          "Refused: plans are for explain_query. Give it the query alone, without EXPLAIN.");
    }
    Query query =
        new Query(sql, JsonNodeFactory.instance.objectNode(), limits.answer())
            .withFreshness(limits.freshness())
            .withKind(Query.Kind.AD_HOC)
            .withMasks(governance.masks(verdict));
    Rows answered = rows.read(query, call);
    Answer answer =
        answered.cut() == Rows.Cut.NONE
            ? Answer.complete(answered)
            : Answer.cut(
                answered,
                Answer.reason(answered.cut(), limits.answer())
                    + " Ask more narrowly: aggregate, or add a WHERE or a LIMIT.",
                null);
    return answer.under(query.masksFor(call.principal())).result(call);
  }

  private ToolResult explain(SqlTemplate sql, Verdict.Allowed verdict, Call call) {
    if (verdict.kind() == Verdict.Kind.EXPLAIN) {
      throw new ToolException("Leave EXPLAIN out: this tool explains the query that it is given.");
    }
    QueryPlan plan = gate.plan(sql, limits.answer(), call);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    plan.lines().forEach(answer.putArray("plan")::add);
    StringBuilder text = new StringBuilder(String.join("\n", plan.lines()));
    if (plan.secured()) {
      text.append("\nRow-level security applies: estimates and filters are not shown.");
    } else {
      answer.put("total_cost", plan.plan().totalCost());
      answer.put("estimated_rows", plan.plan().rows());
      text.append(
          String.format(
              Locale.ROOT,
              "\nCost %,.0f, about %,.0f rows.",
              plan.plan().totalCost(),
              plan.plan().rows()));
    }
    verdict.relations().keySet().stream()
        .map(Object::toString)
        .forEach(answer.putArray("relations")::add);
    boolean over = gate.isOver(plan);
    answer.put("over_budget", over);
    text.append(over ? "\nOver the budget: query would refuse it." : "");
    answer.put("reference", call.reference().text());
    return new ToolResult(List.of(new Content.Text(text.toString())), answer, false);
  }
}
