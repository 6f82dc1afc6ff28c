package dev.sluice.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Principal;
import dev.sluice.protocol.feature.ToolException;
import dev.sluice.tool.query.QueryTools;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Two tenants who ask in turn, over the same connection. */
@ExtendWith(CarelessExtension.class)
class TenantsIT {
  private static final List<String> SEGMENTS = List.of("BUILDING", "AUTOMOBILE", "MACHINERY");

  @Test
  void query_tenantsInTurn_eachSeesItsOwnRowsAlone(CarelessDatabase database) throws SQLException {
    for (int round = 0; round < 3; round++) {
      for (String segment : SEGMENTS) {
        assertThat(segments(database, segment, "select distinct c_mktsegment as s from customer"))
            .containsExactly(segment);
        assertThat(
                segments(
                    database,
                    segment,
                    "select distinct c.c_mktsegment as s from lineitem l"
                        + " join orders o on o.o_orderkey = l.l_orderkey"
                        + " left join customer c on c.c_custkey = o.o_custkey"))
            .containsExactly(segment);
      }
      assertThat(segments(database, "", "select distinct c_mktsegment as s from customer"))
          .isEmpty();
    }
  }

  /** What the planner knows of rows, and what an error quotes, is of all tenants. */
  @Test
  void query_planOrErrorOverAnothersRow_tellsNothingOfIt(CarelessDatabase database)
      throws SQLException {
    for (String sql :
        List.of(
            "explain select * from customer where c_custkey = 3",
            "explain (format json) select c_name from customer where c_name like 'Customer%'",
            "select (c_name || 'x')::int as n from customer where c_custkey = 3",
            "select 1 / (c_custkey - 3) as n from customer where c_custkey = 3")) {
      String told;
      try {
        told = String.valueOf(database.governed().query(of("BUILDING"), sql).structuredContent());
      } catch (ToolException e) {
        told = String.valueOf(e.getMessage());
      }
      assertThat(told).as(sql).doesNotContain("Customer#", "AUTOMOBILE", "division by zero");
    }
  }

  private static Set<String> segments(CarelessDatabase database, String tenant, String sql)
      throws SQLException {
    JsonNode answer =
        Objects.requireNonNull(database.governed().query(of(tenant), sql).structuredContent());
    Set<String> segments = new TreeSet<>();
    answer.path("rows").forEach(row -> segments.add(row.path("s").asString("none")));
    return segments;
  }

  private static Principal of(String tenant) {
    return new Principal("somebody", tenant, Set.of(QueryTools.SCOPE), false);
  }
}
