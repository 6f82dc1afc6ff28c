package dev.sluice.tool.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.cache.Cache;
import dev.sluice.call.Call;
import dev.sluice.call.Principal;
import dev.sluice.call.RelationName;
import dev.sluice.catalog.Location;
import dev.sluice.catalog.RelationDeclaration;
import dev.sluice.catalog.shape.Column;
import dev.sluice.data.Database;
import dev.sluice.data.Query;
import dev.sluice.data.Rows;
import dev.sluice.protocol.feature.ToolException;
import dev.sluice.protocol.wire.ToolResult;
import dev.sluice.sql.Judge;
import dev.sluice.tool.TestCalls;
import dev.sluice.tool.governed.Governance;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class QueryToolsTest {
  private static final RelationDeclaration ORDERS =
      new RelationDeclaration(
          new RelationName("public", "orders"),
          "",
          List.of("o_orderkey"),
          List.of(),
          new Location("relations.yaml", 1, 1));
  private static final Principal ADA = new Principal("ada", Set.of(QueryTools.SCOPE));
  private static final Database NOT_ASKED =
      (query, call) -> {
        throw new AssertionError("asked: " + query.sql().text());
      };

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "explain select o_orderkey from orders",
        "EXPLAIN (COSTS) select o_orderkey from orders",
        "explain verbose table orders"
      })
  void query_explain_isSentToTheToolForIt(String sql) {
    QueryTools tools =
        new QueryTools(
            new Governance(new Judge(), List.of(ORDERS)),
            NOT_ASKED,
            Cache.none(),
            "",
            QueryLimits.DEFAULT,
            InstantSource.system());
    assertThatThrownBy(() -> TestCalls.call(tools, "query", "{\"sql\": \"" + sql + "\"}"))
        .isInstanceOf(ToolException.class)
        .hasMessage(
            "Refused: plans are for explain_query. Give it the query alone, without EXPLAIN.");
  }

  @Test
  void find_withoutTheScope_isNothing() {
    QueryTools tools = tools(NOT_ASKED);
    assertThat(tools.find("query", TestCalls.by(ADA))).isPresent();
    assertThat(tools.find("query", TestCalls.by(new Principal("bob", Set.of("other"))))).isEmpty();
  }

  @Test
  void query_planOverTheBudget_isNotRunAndSaysThePlan() {
    Planner planner = new Planner("2.0e7");
    assertThatThrownBy(() -> ask(tools(planner), ADA))
        .isInstanceOf(ToolException.class)
        .hasMessage(
            """
            The query was not run: its plan costs 20,000,000, over the budget of 10,000,000. What it would do:
            Result: cost 20000000, rows 1
            Narrow it: filter by an indexed column, join on keys, or aggregate less.""");
    assertThat(planner.runs).isZero();
  }

  @Test
  void query_askedAgain_isExplainedOnceForEachCallerAndTenMinutes() {
    Planner planner = new Planner("1");
    QueryTools tools = tools(planner);
    ask(tools, ADA);
    ask(tools, ADA);
    assertThat(planner.plans).isEqualTo(1);
    ask(tools, new Principal("ada", "other", ADA.scopes(), false));
    assertThat(planner.plans).isEqualTo(2);
    now = now.plus(Duration.ofMinutes(10));
    ask(tools, ADA);
    assertThat(planner.plans).isEqualTo(3);
    assertThat(planner.runs).isEqualTo(4);
  }

  @Test
  void query_cut_saysHowToNarrow() {
    Planner planner = new Planner("1");
    planner.cut = Rows.Cut.BY_ROWS;
    assertThat(TestCalls.text(ask(tools(planner), ADA)))
        .contains("Ask more narrowly: aggregate, or add a WHERE or a LIMIT.");
  }

  private QueryTools tools(Database database) {
    return new QueryTools(
        new Governance(new Judge(), List.of(ORDERS)),
        database,
        Cache.none(),
        "",
        QueryLimits.DEFAULT,
        () -> now);
  }

  private static ToolResult ask(QueryTools tools, Principal principal) {
    return TestCalls.call(tools, principal, "query", "{\"sql\": \"select 1 as one\"}");
  }

  /** Plans every statement at one cost, and answers it with one row. */
  private static final class Planner implements Database {
    private final String cost;
    private Rows.Cut cut = Rows.Cut.NONE;
    private int plans;
    private int runs;

    Planner(String cost) {
      this.cost = cost;
    }

    @Override
    public Rows read(Query query, Call call) {
      if (query.sql().text().startsWith("explain")) {
        plans++;
        return row(
            "json",
            "[{\"Plan\": {\"Node Type\": \"Result\", \"Plan Rows\": 1, \"Total Cost\": "
                + cost
                + "}}]",
            Rows.Cut.NONE);
      }
      runs++;
      return row("int4", "1", cut);
    }

    private static Rows row(String type, String cell, Rows.Cut cut) {
      return new Rows(
          List.of(new Column("one", type)),
          List.of(List.of(JsonMapper.shared().readTree(cell))),
          cut,
          new Rows.Source("replica-1", true));
    }
  }
}
