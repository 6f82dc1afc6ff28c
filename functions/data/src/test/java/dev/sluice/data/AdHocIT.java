package dev.sluice.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.Principal;
import dev.sluice.catalog.Limits;
import dev.sluice.catalog.shape.Column;
import dev.sluice.data.inspect.QueryPlan;
import dev.sluice.telemetry.Metric;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a caller's own statement may leave behind, with no verdict before it. */
@ExtendWith(ClusterExtension.class)
class AdHocIT {
  private static final String SESSION =
      "select pg_backend_pid() as pid, current_setting('search_path') as search_path,"
          + " current_setting('statement_timeout') as statement_timeout,"
          + " current_setting('TimeZone') as zone, current_setting('row_security') as row_security,"
          + " current_setting('default_transaction_read_only') as read_only,"
          + " current_setting('work_mem') as work_mem, current_user as who,"
          + " current_setting('sluice.tenant') as tenant,"
          + " (select count(*) from pg_locks where locktype = 'advisory'"
          + "   and pid = pg_backend_pid()) as locks,"
          + " (select count(*) from pg_prepared_statements) as prepared,"
          + " (select count(*) from pg_cursors where name <> '') as cursors,"
          + " (select count(*) from pg_listening_channels()) as channels,"
          + " pg_my_temp_schema() as temp";

  private TestReader reader;

  @BeforeAll
  static void create(TestCluster cluster) throws SQLException {
    cluster.change(
        "create schema ad_hoc",
        "grant usage on schema ad_hoc to sluice_reader",
        "create table ad_hoc.secured (id int primary key, tenant text, v text)",
        "insert into ad_hoc.secured select g, case g % 2 when 0 then 'acme' else 'bolt' end, 'v' || g"
            + " from generate_series(1, 100) as g",
        "alter table ad_hoc.secured enable row level security",
        "create policy own on ad_hoc.secured"
            + " using (tenant = nullif(current_setting('sluice.tenant', true), ''))",
        "grant select on ad_hoc.secured to sluice_reader",
        "create table ad_hoc.parted (id int) partition by range (id)",
        "create table ad_hoc.part partition of ad_hoc.parted for values from (0) to (10)",
        "grant select on ad_hoc.parted to sluice_reader",
        // Does what a text says: stands for every way that a verdict may miss.
        "create function ad_hoc.run(sql text) returns text language plpgsql as"
            + " $$ begin execute sql; return 'done'; end $$",
        "grant execute on function pg_get_backend_memory_contexts() to sluice_reader",
        "analyze ad_hoc.secured");
  }

  @AfterAll
  static void drop(TestCluster cluster) throws SQLException {
    cluster.change(
        "revoke execute on function pg_get_backend_memory_contexts() from sluice_reader",
        "drop schema ad_hoc cascade");
  }

  @BeforeEach
  void open(TestCluster cluster) {
    reader = TestReader.of(cluster, cluster.replicaUrl(0));
  }

  @AfterEach
  void close() {
    reader.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select pg_advisory_lock(7)",
        "select pg_advisory_lock(g) from generate_series(1, 100) as g",
        "select set_config('search_path', 'ad_hoc', false)",
        "select set_config('statement_timeout', '0', false) as a, set_config('work_mem', '1GB', false) as b",
        "select set_config('sluice.tenant', 'bolt', false)",
        "select set_config('TimeZone', 'Asia/Tokyo', false) as a, set_config('row_security', 'off', false) as b",
        "select set_config('default_transaction_read_only', 'off', false)",
        "select ad_hoc.run('prepare p as select 1')",
        "select ad_hoc.run('prepare \"S_1\" as select 1')",
        "select ad_hoc.run('declare c cursor with hold for select 1')",
        "select ad_hoc.run('deallocate all')",
        "select ad_hoc.run('set session work_mem = ''1GB''')",
        "select ad_hoc.run('set role none')",
        "select ad_hoc.run('close all')",
        "select ad_hoc.run('discard plans')",
        "select ad_hoc.run('listen c')",
        "select ad_hoc.run('create temp table orders (a int)')",
        "select pg_advisory_lock(8), 1 / 0",
        "select pg_advisory_lock(9) from generate_series(1, 3000)"
      })
  void read_whatAStatementLeavesBehind_isGoneWhenTheConnectionIsUsedNext(String sql) {
    List<String> before = session();
    for (int i = 0; i < 3; i++) {
      try {
        reader.readAdHoc(sql);
      } catch (DataException.Refused e) {
        // A replica refuses some: what counts is what stays.
      }
      assertThat(session()).isEqualTo(before);
    }
    assertThat(reader.count(Metric.STATEMENT_RETRIES)).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select ad_hoc.run('listen c')",
        "select ad_hoc.run('create temp table orders (a int)')",
        "select pg_advisory_lock(7)"
      })
  void read_onThePrimary_leavesNothingBehindEither(String sql, TestCluster cluster) {
    try (TestReader primary = TestReader.of(cluster, cluster.servers().primaryUrl())) {
      String session = SESSION.replace("pg_my_temp_schema()", "'-'");
      List<String> before = texts(primary.readAdHoc(session));
      try {
        primary.readAdHoc(sql);
      } catch (DataException.Refused e) {
        // As above.
      }
      assertThat(texts(primary.readAdHoc(session))).isEqualTo(before);
    }
  }

  @Test
  void read_declaredAndAdHoc_neverShareAConnection() {
    Set<String> declared = new HashSet<>();
    Set<String> adHoc = new HashSet<>();
    for (int i = 0; i < 10; i++) {
      declared.add(reader.value("select pg_backend_pid() as pid"));
      adHoc.add(TestReader.only(reader.readAdHoc("select pg_backend_pid() as pid")).toString());
    }
    assertThat(declared).hasSize(1).doesNotContainAnyElementsOf(adHoc);
    assertThat(adHoc).hasSize(1);
  }

  @Test
  void read_labelsOfOneName_areNumbered() {
    Rows rows = reader.readAdHoc("select 1 as a, 2 as a, 3 as b, 4 as a_2, 5 as a");
    assertThat(rows.columns().stream().map(Column::name))
        .containsExactly("a", "a_2", "b", "a_2_2", "a_3");
    assertThat(rows.rows().getFirst()).hasToString("[1, 2, 3, 4, 5]");
  }

  @Test
  void read_noAdHocStatement_opensNoConnectionForOne(TestCluster cluster) throws SQLException {
    cluster.endSessions(0);
    reader.read("select 1 as v");
    assertThat(sessions(cluster)).isEqualTo("1");
    reader.readAdHoc("select 1 as v");
    assertThat(sessions(cluster)).isEqualTo("2");
  }

  @Test
  void read_declaredStatement_staysPreparedBesideAdHocOnes() {
    String sql = "select count(*) as n from pg_prepared_statements where :x = 1";
    for (int i = 0; i < 10; i++) {
      reader.read(sql, "{\"x\": 1}");
      reader.readAdHoc("select 1 as v");
    }
    assertThat(Integer.parseInt(reader.value(sql, "{\"x\": 1}"))).isPositive();
  }

  @Test
  void read_afterATimeout_isAnsweredUnharmed() {
    List<String> before = session();
    Query slow = limited("select pg_advisory_lock(7), pg_sleep(5)", new Limits(10, 10_000, 200));
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> reader.readAs(Principal.LOCAL, slow))
          .isInstanceOf(DataException.TimedOut.class);
      assertThat(session().subList(1, before.size())).isEqualTo(before.subList(1, before.size()));
    }
  }

  @Test
  void read_afterACancelOfOurs_isAnsweredOverAnotherConnection() {
    List<String> before = session();
    // Fetched in pieces: the later ones have no timeout of the server's any more.
    Query deaf =
        limited(
            "select set_config('statement_timeout', '0', true) as a,"
                + " case when g > 256 then pg_sleep(5) end as b from generate_series(1, 400) as g",
            new Limits(1_000, 100_000, 300));
    assertThatThrownBy(() -> reader.readAs(Principal.LOCAL, deaf))
        .isInstanceOf(DataException.TimedOut.class);
    assertThat(reader.count(Metric.STATEMENT_CANCELS)).isEqualTo(1);
    List<String> after = session();
    assertThat(after.getFirst()).isNotEqualTo(before.getFirst());
    assertThat(after.subList(1, after.size())).isEqualTo(before.subList(1, before.size()));
  }

  @Test
  void read_aThousandRefusals_leaveThePoolAsItWas(TestCluster cluster) throws SQLException {
    List<String> wrong =
        List.of(
            "select nothing",
            "select 1 / 0 as v",
            "selekt 1",
            "select 'x'::int as v",
            "select * from ad_hoc.part",
            "delete from orders",
            "select 1 where 1 = any (array[1, 1 / 0])",
            "select pg_advisory_lock(7), 1 / 0 as v",
            "select * from nowhere",
            "begin");
    cluster.endSessions(0);
    List<String> before = session();
    long sessionBefore = sessionBytes();
    long heapBefore = heapBytes();
    for (int i = 0; i < 1_000; i++) {
      String sql = wrong.get(i % wrong.size());
      assertThatThrownBy(() -> reader.readAdHoc(sql))
          .as(sql)
          .isInstanceOf(DataException.Refused.class);
    }
    assertThat(session()).isEqualTo(before);
    assertThat(sessions(cluster)).isEqualTo("1");
    assertThat(sessionBytes() - sessionBefore).as("bytes of the session").isLessThan(1 << 20);
    assertThat(heapBytes() - heapBefore).as("bytes of our own").isLessThan(4 << 20);
    assertThat(reader.count(Metric.STATEMENT_RETRIES)).isZero();
    assertThat(reader.count(Metric.SERVERS_UNREACHABLE)).isZero();
    assertThat(reader.count(Metric.POOL_EXHAUSTIONS)).isZero();
  }

  @Test
  void read_tenantsInTurn_eachSeesItsOwnRows() {
    Principal ada = new Principal("ada", "acme", Set.of(), false);
    Principal bob = new Principal("bob", "bolt", Set.of(), false);
    String sql = "select distinct tenant from ad_hoc.secured";
    for (int i = 0; i < 4; i++) {
      assertThat(TestReader.only(reader.readAdHoc(ada, sql)).asString()).isEqualTo("acme");
      assertThatThrownBy(() -> reader.readAdHoc(ada, "select 1 / 0")).isNotNull();
      assertThat(TestReader.only(reader.readAdHoc(bob, sql)).asString()).isEqualTo("bolt");
      assertThat(reader.readAdHoc(sql).rows()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '^',
      quoteCharacter = '`',
      textBlock =
          """
          select ('{"a": 1}'::jsonb ? 'a') as v ^ true
          select '{"a": 1}'::jsonb ?| array['b', 'a'] as v ^ true
          select '?' || ':x' as v ^ "?:x"
          select (array[1,2,3])[1:2] as v ^ [1,2]
          select $$?:x$$::text as v ^ "?:x"
          select '{"a": [1, 2]}'::jsonb @? '$.a[*] ? (@ > 1)' as v ^ true
          select E'it\\'s' as v; ^ "it's"
          select U&'d\\0061t' as v -- done? ^ "dat"
          values (1) ^ 1
          with one as (select 1) table one ^ 1
          """)
  void read_textWithMarks_isTakenLiterally(String sql, String json) {
    assertThat(TestReader.only(reader.readAdHoc(sql))).hasToString(json);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          select nothing from orders | PostgreSQL does not take it: column "nothing" does not exist.
          select * from nowhere | PostgreSQL does not take it: relation "nowhere" does not exist.
          selekt 1 | PostgreSQL does not take it: syntax error at or near "selekt".
          select 'x'::int as v | PostgreSQL does not take it: invalid input syntax for type integer: "x".
          select o_comment::int from orders | A value does not fit: invalid input syntax for type integer.
          select 1 / 0 as v | A value does not fit: division by zero.
          select (select o_orderkey from orders) as v | The statement failed (SQLSTATE 21000). Change it.
          select current_setting(o_comment) from orders | The statement failed (SQLSTATE 42704). Change it.
          """)
  void read_error_speaksToTheAuthorAndQuotesNoRow(String sql, String message) {
    assertThatThrownBy(() -> reader.readAdHoc(sql))
        .isInstanceOf(DataException.Refused.class)
        .hasMessage(message);
  }

  @Test
  void explain_query_tellsCostsAndRelationsAndRunsNothing() {
    QueryPlan plan =
        explain(
            Principal.LOCAL,
            "select count(*) from part where p_retailprice > 100 and p_comment like '%?%'");
    assertThat(plan.plan().totalCost()).isPositive();
    assertThat(plan.plan().relations()).hasToString("[public.part]");
    assertThat(plan.secured()).isFalse();
    assertThat(plan.lines().getFirst()).startsWith("Aggregate: cost ");
    assertThat(plan.lines()).anyMatch(line -> line.contains("Seq Scan on public.part: cost "));
    assertThat(plan.lines()).anyMatch(line -> line.contains("Filter: "));
    assertThat(explain(Principal.LOCAL, "select pg_sleep(20)").plan().relations()).isEmpty();
    assertThat(explain(Principal.LOCAL, "select * from ad_hoc.parted;").plan().relations())
        .hasToString("[ad_hoc.parted]");
  }

  @Test
  void explain_relationUnderRowSecurity_tellsNeitherEstimatesNorPolicies() {
    QueryPlan plan =
        explain(
            new Principal("ada", "acme", Set.of(), false),
            "select v from ad_hoc.secured where v <> 'v7' order by v");
    assertThat(plan.secured()).isTrue();
    assertThat(plan.plan().relations()).hasToString("[ad_hoc.secured]");
    assertThat(plan.lines()).noneMatch(line -> line.contains("rows") || line.contains("tenant"));
    assertThat(plan.lines()).anyMatch(line -> line.contains("Sort Key: "));
  }

  @Test
  void explain_policyThatReadsAnotherRelation_doesNotNameIt() {
    QueryPlan plan = explain(Principal.LOCAL, "select o_comment from orders where o_orderkey = 7");
    assertThat(plan.plan().relations()).hasToString("[public.customer, public.orders]");
    assertThat(plan.lines()).containsExactly("Index Scan using orders_pkey on public.orders");
  }

  @Test
  void explain_wrongStatement_saysSo() {
    assertThatThrownBy(() -> explain(Principal.LOCAL, "select nothing"))
        .hasMessage("PostgreSQL does not take it: column \"nothing\" does not exist.");
    SqlTemplate wide = SqlTemplate.literal("select * from part p1, part p2, part p3, part p4");
    assertThatThrownBy(
            () ->
                new Explanations(reader.replicas())
                    .explain(wide, new Limits(1, 1_024, 1_000), reader.call(Duration.ofSeconds(5))))
        .hasMessage("The plan is larger than 1024 bytes. Ask for something simpler.");
  }

  private QueryPlan explain(Principal principal, String sql) {
    return new Explanations(reader.replicas())
        .explain(SqlTemplate.literal(sql), Limits.DEFAULT, reader.callOf(principal));
  }

  private static Query limited(String sql, Limits limits) {
    return new Query(SqlTemplate.literal(sql), TestReader.NO_ARGUMENTS, limits)
        .withKind(Query.Kind.AD_HOC);
  }

  private List<String> session() {
    return texts(reader.readAdHoc(SESSION));
  }

  private static List<String> texts(Rows rows) {
    return rows.rows().getFirst().stream().map(Object::toString).toList();
  }

  private static String sessions(TestCluster cluster) throws SQLException {
    return cluster.askReplica(
        0, "select count(*) from pg_stat_activity where usename = 'sluice_reader'");
  }

  private static long heapBytes() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  /** What the ad-hoc connection's process holds. */
  private long sessionBytes() {
    String sql = "select sum(total_bytes)::int8 as v from pg_get_backend_memory_contexts()";
    return TestReader.only(reader.readAdHoc(sql)).asLong();
  }
}
