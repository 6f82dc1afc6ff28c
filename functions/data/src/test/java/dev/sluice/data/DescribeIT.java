package dev.sluice.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.call.RelationName;
import dev.sluice.catalog.shape.Column;
import dev.sluice.data.inspect.Inspector;
import dev.sluice.data.inspect.Plan;
import dev.sluice.data.inspect.StatementException;
import dev.sluice.data.inspect.StatementShape;
import java.sql.SQLException;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(ClusterExtension.class)
class DescribeIT {
  private static TestReader reader;

  @BeforeAll
  static void open(TestCluster cluster) throws SQLException {
    cluster.change(
        "create schema described",
        "grant usage on schema described to sluice_reader",
        "create type described.mood as enum ('sad', 'happy')",
        "create domain described.price as numeric(10, 2)",
        "create table described.things (id serial primary key, mood described.mood,"
            + " moods described.mood[], price described.price, prices described.price[])",
        "create view described.seen as select t.id, r.r_name from described.things t, region r",
        "create table described.parted (at date, n int) partition by range (at)",
        "create table described.parted_old partition of described.parted"
            + " for values from (minvalue) to ('2026-01-01')",
        "create table described.parted_new partition of described.parted"
            + " for values from ('2026-01-01') to (maxvalue)",
        "grant select on all tables in schema described to sluice_reader");
    reader = TestReader.of(cluster, cluster.replicaUrl(0));
  }

  @AfterAll
  static void close(TestCluster cluster) throws SQLException {
    reader.close();
    cluster.change("drop schema described cascade");
  }

  private static <T> T inspect(Function<Inspector, T> work) {
    return reader.inspect(work);
  }

  private static StatementShape describe(String sql) {
    return inspect(inspector -> inspector.describe(SqlTemplate.parse(sql)));
  }

  private static Plan explain(String sql) {
    return inspect(inspector -> inspector.explain(SqlTemplate.parse(sql))).orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select 1",
        "select * from described.things",
        "select 1 as a, 'x' as b, null as c, now() as d, array[1] as e, row(1) as f",
        "select o_orderkey as \"Schlüssel\", o_totalprice \"a \"\"b\"\"\" from orders limit 1",
        "select mood, count(*), array_agg(id) as ids, array_agg(price) as prices from described.things group by 1",
        "select '1 2'::int2vector as v, 'a'::\"char\" as c, '{a}'::name[] as n, '(1,2)'::point as p",
        "values (1, 'x')",
        "table region",
        "select '{\"a\": 1}'::jsonb ? 'a' as has",
      })
  void describe_statement_hasTheColumnsOfItsAnswer(String sql) {
    assertThat(describe(sql).columns()).isEqualTo(reader.read(sql).columns());
  }

  @Test
  void describe_parameters_haveTheTypesThatTheyAreNeededAs() {
    StatementShape shape =
        describe(
            "select :day::date + :days::int as due, :mood::described.mood as mood from orders"
                + " where o_orderdate < :day and o_orderkey = any(:keys) and o_comment like :like"
                + " limit :most");
    assertThat(shape.parameterTypes())
        .containsExactly(
            "date", "int4", "\"described\".\"mood\"", "date", "int8[]", "text", "int8");
    assertThat(shape.columns())
        .containsExactly(new Column("due", "date"), new Column("mood", "\"described\".\"mood\""));
  }

  @Test
  void describe_twoColumnsOfOneName_isRefusedInTheWordsOfAnAnswer() {
    assertThatThrownBy(() -> describe("select 1 as a, 2 as b, 3 as a"))
        .isInstanceOf(DataException.Refused.class)
        .hasMessage("Two columns are named 'a'. Give one another name with 'as'.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"delete from described.things", "set timezone to 'UTC'", "create table x (i int)"})
  void describe_statementWithoutRows_isRefused(String sql) {
    assertThatThrownBy(() -> describe(sql))
        .isInstanceOf(DataException.Refused.class)
        .hasMessage("The statement is no query: it gives no rows.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          select nope from region | 8 | column "nope" does not exist
          ` -- 😀 ?\n select :a::int, nope from region where r_name = :b` | 27 | column "nope" does not exist
          select '😀', :a::int, :bb::int, nope | 33 | column "nope" does not exist
          select '{}'::jsonb ? 'a', nope from region | 27 | column "nope" does not exist
          select r_nam from region | 8 | column "r_nam" does not exist. Perhaps you meant to reference the column "region.r_name".
          select 1 form region | 15 | syntax error at or near "region"
          select 1 + | 11 | syntax error at end of input
          select * from described.nope | 15 | relation "described.nope" does not exist
          select :a + :b | 11 | operator is not unique: unknown + unknown. Could not choose a best candidate operator. You might need to add explicit type casts.
          """)
  void describeAndExplain_whatPostgresDoesNotTake_saysWhereInTheText(
      String sql, int position, String message) {
    StatementException described =
        catchThrowableOfType(StatementException.class, () -> describe(sql));
    assertThat(described).hasMessage(message);
    assertThat(described.position()).isEqualTo(position);
    StatementException explained =
        catchThrowableOfType(StatementException.class, () -> explain(sql));
    assertThat(explained).hasMessage(message);
    assertThat(explained.position()).isEqualTo(position);
  }

  @Test
  void describe_parameterOfNoType_isRefusedByItsName() {
    StatementException described =
        catchThrowableOfType(
            StatementException.class, () -> describe("select :b::int, :a is null from region"));
    assertThat(described).hasMessage("could not determine data type of parameter :a");
    assertThat(described.position()).isEqualTo(17);
  }

  @Test
  void inspect_refusedQuestion_leavesTheInspectorFitForTheNext() {
    String shape =
        inspect(
            inspector -> {
              assertThatThrownBy(() -> inspector.describe(SqlTemplate.parse("select nope")))
                  .isInstanceOf(StatementException.class);
              return inspector.describe(SqlTemplate.parse("select 1 as a")).toString();
            });
    assertThat(shape).contains("a");
  }

  @Test
  void explain_statement_hasCostAndTheRelationsThatItReads() {
    Plan plan = explain("select * from described.seen where id = :id");
    assertThat(plan.totalCost()).isPositive();
    assertThat(plan.rows()).isPositive();
    assertThat(plan.relations())
        .containsExactly(
            new RelationName("described", "things"), new RelationName("public", "region"));
  }

  @Test
  void explain_partitionedTable_isReadAsAWhole() {
    assertThat(explain("select n from described.parted where at = :day").relations())
        .containsExactly(new RelationName("described", "parted"));
  }

  @Test
  void explain_withAndWithoutAnArgument_isThePlanOfNone() {
    Plan generic = explain("select * from part where p_partkey = :key");
    assertThat(generic.rows()).isEqualTo(1);
    assertThat(generic.relations()).containsExactly(new RelationName("public", "part"));
    // A NULL in its place would prove that nothing is read.
    assertThat(explain("select * from part where p_partkey > :key").rows()).isGreaterThan(100);
  }

  @Test
  void explain_policyThatReadsAnotherRelation_namesBoth() {
    assertThat(explain("select * from orders").relations())
        .containsExactly(
            new RelationName("public", "customer"), new RelationName("public", "orders"));
  }

  @Test
  void explain_semicolonBehind_isNoMatter() {
    assertThat(explain(" select * from region ;\n").relations())
        .containsExactly(new RelationName("public", "region"));
  }
}
