package dev.sluice.tool.query;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.RelationName;
import dev.sluice.catalog.Location;
import dev.sluice.catalog.RelationDeclaration;
import dev.sluice.data.Database;
import dev.sluice.protocol.feature.ToolException;
import dev.sluice.sql.Judge;
import dev.sluice.tool.TestCalls;
import dev.sluice.tool.governed.Governance;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryToolsTest {
  private static final RelationDeclaration ORDERS =
      new RelationDeclaration(
          new RelationName("public", "orders"),
          "",
          List.of("o_orderkey"),
          List.of(),
          new Location("relations.yaml", 1, 1));
  private static final Database NOT_ASKED =
      (query, call) -> {
        throw new AssertionError("asked: " + query.sql().text());
      };

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
            QueryLimits.DEFAULT,
            InstantSource.system());
    assertThatThrownBy(() -> TestCalls.call(tools, "query", "{\"sql\": \"" + sql + "\"}"))
        .isInstanceOf(ToolException.class)
        .hasMessage(
            "Refused: plans are for explain_query. Give it the query alone, without EXPLAIN.");
  }
}
