package dev.sluice.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JudgeTest {
  @Test
  void judge_query_tellsWhatItReadsAndCalls() {
    Verdict.Allowed allowed =
        allowed(
            """
            with big as (select o_custkey, sum(o_totalprice) as total from orders group by 1)
            select upper(c.c_name), b.total from customer c join big b on b.o_custkey = c.c_custkey
            """);

    assertThat(allowed.kind()).isEqualTo(Verdict.Kind.QUERY);
    assertThat(allowed.relations())
        .isEqualTo(
            Map.of(
                Tpch.CUSTOMER, Set.of("c_custkey", "c_name"),
                Tpch.ORDERS, Set.of("o_custkey", "o_totalprice")));
    assertThat(allowed.functions()).containsExactlyInAnyOrder("sum", "upper");
    assertThat(allowed.masked()).isEmpty();
  }

  @Test
  void judge_explain_tellsOfTheExplainedQuery() {
    Verdict.Allowed allowed = allowed("explain (costs off) select o_clerk from orders");

    assertThat(allowed.kind()).isEqualTo(Verdict.Kind.EXPLAIN);
    assertThat(allowed.relations()).isEqualTo(Map.of(Tpch.ORDERS, Set.of("o_clerk")));
  }

  @Test
  void judge_countOfAll_readsNoColumn() {
    assertThat(allowed("select count(*) from orders").relations())
        .isEqualTo(Map.of(Tpch.ORDERS, Set.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select * from orders",
        "table orders",
        "select o from orders o",
        "select count(o.*) from orders o"
      })
  void judge_allColumns_readsAllThatAreExposed(String statement) {
    assertThat(allowed(statement).relations().get(Tpch.ORDERS)).hasSize(9);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "select c_phone from customer | c_phone",
        "select c.c_phone as p from customer c | p",
        "select public.customer.c_phone \"Phone\" from customer | Phone",
        "select * from customer | c_phone",
        "select c.* from customer c, orders | c_phone",
        "select x.p from (select c_phone as p from customer) x | p",
        "select * from (select c_phone as p from customer) x | p",
        "select b from (select c_name, c_phone from customer) x(a, b) | b",
        "with x as (select * from customer) select c_phone as y from x | y",
        "with x(a, b) as (select c_name, c_phone from customer) select * from x | b",
        "select p from region, lateral (select c_phone as p from customer limit 1) x | p",
        "select j.c_phone from (customer join orders on c_custkey = o_custkey) as j | c_phone",
        "select distinct on (c_custkey) c_phone from customer order by c_custkey | c_phone",
        "select c_name, c_phone from customer order by 1, c_custkey limit 3 | c_phone",
        "select c_phone from customer where exists (select * from customer) | c_phone",
        "select c_phone from customer group by c_custkey | c_phone",
        "select c_name as c_phone, c_phone as x from customer | x",
        "select c_phone from customer c_phone | c_phone",
        "(select c_phone from customer order by c_name) | c_phone"
      })
  void judge_maskedColumnBare_isAllowedUnderItsLabel(String statement, String label) {
    assertThat(allowed(statement).masked()).isEqualTo(Map.of(label, Tpch.PHONE));
  }

  @Test
  void judge_labelOfAMaskedColumnOnAnother_isNotMasked() {
    assertThat(allowed("select c_name as c_phone from customer").masked()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select c_name from customer where c_phone = $1",
        "select c_name from customer where c_phone like $1 || '%' order by c_phone",
        "select c_name, c_phone from customer order by 2",
        "select a.c_name from customer a join customer b on a.c_phone = b.c_phone",
        "select a.c_name from customer a join customer b using (c_phone)",
        "select c_name from customer where c_phone in (select c_phone from customer)",
        "select o_orderkey from orders where ($1::text is null or o_orderstatus = $1)"
      })
  void judge_declared_mayCompareMaskedColumnsAndHaveParameters(String statement) {
    assertThat(Tpch.judge(statement, Tpch.MASKED, Use.DECLARED))
        .isInstanceOf(Verdict.Allowed.class);
    assertThat(Tpch.judge(statement, Tpch.MASKED, Use.AD_HOC)).isInstanceOf(Verdict.Refused.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select upper(c_phone) from customer",
        "select distinct c_phone from customer",
        "select c_phone, count(*) from customer group by c_phone",
        "select c_phone from customer union select 'x'",
        "select c from customer c",
        "select max(c_phone) from customer",
        "select (select c_phone from customer limit 1)",
        "select x from (select c_phone || '' as x from customer) y",
        "select count(*) filter (where c_phone = $1) from customer",
        "select rank() over (order by c_phone) from customer"
      })
  void judge_declared_mayNotComputeWithMaskedColumns(String statement) {
    assertThat(Tpch.judge(statement, Tpch.MASKED, Use.DECLARED))
        .isInstanceOf(Verdict.Refused.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "select pg_sleep(1) | the function pg_sleep | 8",
        "select 'ü€', pg_sleep(1) | the function pg_sleep | 14",
        "select '\uD83D\uDE00', pg_sleep(1) | the function pg_sleep | 13",
        "select * from secrets | the relation public.secrets | 15",
        "select o.nothing from orders o | the column o.nothing | 8",
        "select * from orders for update | FOR UPDATE or FOR SHARE | 8",
        "select 1 into x | SELECT INTO | 15",
        "with x as (delete from orders) select 1 | DELETE | 24",
        "select 'x'::regclass | the type regclass | 13",
        "explain (analyze) select 1 | EXPLAIN ANALYZE | 10",
        "select 1; select 2 | the number of statements | 10",
        "select frm x y | the syntax | 14",
        "select c_name from customer where c_phone > '2' | the masked column public.customer.c_phone | 35",
        "select 1 operator(evil.+) 2 | the operator evil.+ | 10",
        "insert into orders values (1) | INSERT | 13",
        "drop table orders | DROP | 0",
        "select $1 | the parameter $1 | 8"
      })
  void judge_refusal_saysWhatAndWhere(String statement, String construct, int position) {
    Verdict verdict = Tpch.judge(statement, Tpch.MASKED, Use.AD_HOC);
    assertThat(verdict)
        .asInstanceOf(type(Verdict.Refused.class))
        .returns(construct, Verdict.Refused::construct)
        .returns(position, Verdict.Refused::position);
  }

  @Test
  void judge_sameText_dependsOnPolicyAndUse() {
    String statement = "select c_name from customer where c_phone = 'x'";

    assertThat(Tpch.judge(statement, Tpch.OPEN, Use.AD_HOC)).isInstanceOf(Verdict.Allowed.class);
    assertThat(Tpch.judge(statement, Tpch.MASKED, Use.AD_HOC)).isInstanceOf(Verdict.Refused.class);
    assertThat(Tpch.judge(statement, Tpch.MASKED, Use.DECLARED))
        .isInstanceOf(Verdict.Allowed.class);
  }

  @Test
  void judge_sameStatementAgain_isTheSameVerdict() {
    String statement = "select count(*) from region";

    assertThat(Tpch.judge(statement, Tpch.OPEN, Use.AD_HOC))
        .isSameAs(Tpch.judge(statement, Tpch.OPEN, Use.AD_HOC));
  }

  @Test
  void message_ofARefusal_hasAllParts() {
    Verdict verdict = Tpch.judge("select set_config('a.b', 'c', false)", Tpch.OPEN, Use.DECLARED);

    assertThat(verdict)
        .asInstanceOf(type(Verdict.Refused.class))
        .extracting(Verdict.Refused::message)
        .isEqualTo(
            "the function set_config at character 8: it changes a setting, and settings carry who"
                + " asks. Instead: leave it out.");
  }

  private static Verdict.Allowed allowed(String statement) {
    Verdict verdict = Tpch.judge(statement, Tpch.MASKED, Use.AD_HOC);
    assertThat(verdict).isInstanceOf(Verdict.Allowed.class);
    return (Verdict.Allowed) verdict;
  }
}
