package dev.sluice.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.catalog.shape.OrderKey;
import dev.sluice.data.inspect.StatementException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(ClusterExtension.class)
class OrdersByIT {
  private static TestReader reader;

  @BeforeAll
  static void open(TestCluster cluster) {
    reader = TestReader.of(cluster, cluster.replicaUrl(0));
  }

  @AfterAll
  static void close() {
    reader.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          select o_orderkey from orders order by o_orderkey | o_orderkey
          select * from orders order by o_orderkey limit 10 | o_orderkey
          select * from orders order by o_orderkey; | o_orderkey
          select * from orders order by o_orderkey -- so | o_orderkey
          select * from orders order by o_orderdate desc, o_orderkey | o_orderdate desc, o_orderkey
          select * from orders order by o_orderdate desc, o_orderkey | o_orderdate desc
          select * from orders order by o_orderdate desc nulls last | o_orderdate desc last
          select * from orders order by o_orderdate nulls first | o_orderdate first
          select * from orders where o_custkey = :c order by o_totalprice desc, o_orderkey limit :n | o_totalprice desc, o_orderkey
          select o_totalprice * 2 as twice, o_orderkey from orders order by twice desc, 2 | twice desc, o_orderkey
          select o_custkey as c, count(*) as n from orders group by o_custkey order by n desc, c | n desc, c
          select distinct o_orderstatus from orders order by o_orderstatus | o_orderstatus
          select distinct on (o_custkey) * from orders order by o_custkey, o_orderdate desc | o_custkey, o_orderdate desc
          select o_orderkey, row_number() over (order by o_totalprice) as r from orders order by r | r
          (select n_name as k from nation) union (select r_name from region) order by k | k
          (select n_name as k from nation) union all (select r_name from region) order by k desc | k desc
          with o as (select * from orders) select * from o order by o_orderkey | o_orderkey
          select o.o_orderkey, c.c_name from orders o join customer c on c.c_custkey = o.o_custkey order by o.o_orderkey | o_orderkey
          select l_orderkey, l_linenumber from lineitem order by 1, 2 | l_orderkey, l_linenumber
          select o_orderkey, random() as r from orders order by random() | r
          select n_name as "Na""me" from nation order by 1 | Na"me
          """)
  void ordersBy_statementsOwnOrder_isKnown(String sql, String keys) {
    assertThat(ordersBy(sql, keys)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          select o_orderkey from orders | o_orderkey
          select * from orders where o_orderkey > :key | o_orderkey
          select * from orders limit 10 | o_orderkey
          select * from orders order by o_orderkey desc | o_orderkey
          select * from orders order by o_orderkey | o_orderkey desc
          select * from orders order by o_orderdate desc | o_orderdate desc last
          select * from orders order by o_orderdate | o_orderdate first
          select * from orders order by o_orderdate nulls first | o_orderdate
          select * from orders order by o_orderdate | o_orderdate, o_orderkey
          select * from orders order by o_orderdate, o_orderkey | o_orderkey, o_orderdate
          select * from orders order by o_orderdate, o_orderkey | o_orderkey
          select o_orderkey from orders order by o_orderdate, o_orderkey | o_orderkey
          select o_custkey, count(*) from orders group by o_custkey | o_custkey
          select o_orderkey, count(*) from orders group by o_orderkey | o_orderkey
          select o_orderkey, count(*) from orders group by o_orderkey limit 5 | o_orderkey
          select distinct o_custkey from orders | o_custkey
          select distinct o_orderkey from orders | o_orderkey
          select n_name from nation union select r_name from region | n_name
          select n_name from nation union all select r_name from region | n_name
          (select n_name from nation order by 1) union all (select r_name from region order by 1) | n_name
          select o.o_orderkey, l.l_linenumber from orders o join lineitem l on l.l_orderkey = o.o_orderkey | o_orderkey
          select o.o_orderkey, l.l_linenumber from orders o join lineitem l on l.l_orderkey = o.o_orderkey limit 5 | o_orderkey
          select o_orderkey, row_number() over () as r from orders | o_orderkey
          select * from (select * from orders order by o_orderkey) o join region on true | r_name
          """)
  void ordersBy_anyOtherOrder_isNotKnown(String sql, String keys) {
    assertThat(ordersBy(sql, keys)).isFalse();
  }

  @Test
  void ordersBy_keyThatIsNoColumn_isRefusedByName() {
    assertThatThrownBy(() -> ordersBy("select 1 as a order by a", "nope"))
        .isInstanceOf(StatementException.class)
        .hasMessageContaining("column page.nope does not exist")
        .hasFieldOrPropertyWithValue("position", 0);
  }

  /** Allowed where it stands, but not inside another statement; the next question is answered. */
  @Test
  void ordersBy_statementThatWrites_isRefusedAloneAndLeavesTheConnectionFit() {
    boolean next =
        reader.inspect(
            inspector -> {
              SqlTemplate writes =
                  SqlTemplate.parse(
                      "with d as (delete from orders returning o_orderkey)"
                          + " select o_orderkey from d order by o_orderkey");
              assertThatThrownBy(() -> inspector.ordersBy(writes, keys("o_orderkey")))
                  .isInstanceOf(StatementException.class)
                  .hasMessageContaining("WITH clause containing a data-modifying statement");
              SqlTemplate reads = SqlTemplate.parse("select o_orderkey from orders order by 1");
              return inspector.ordersBy(reads, keys("o_orderkey"));
            });
    assertThat(next).isTrue();
  }

  @Test
  void ordersBy_leavesNothingBehindInTheSession() {
    String setting =
        reader.inspect(
            inspector -> {
              SqlTemplate sql = SqlTemplate.parse("select * from orders where o_orderkey = :k");
              String before = inspector.explain(sql).toString();
              inspector.ordersBy(sql, keys("o_orderkey"));
              assertThat(inspector.explain(sql).toString()).isEqualTo(before);
              return before;
            });
    assertThat(setting).contains("orders");
    assertThat(reader.value("select current_setting('enable_sort') as s")).isEqualTo("\"on\"");
  }

  private static boolean ordersBy(String sql, String keys) {
    return reader.inspect(inspector -> inspector.ordersBy(SqlTemplate.parse(sql), keys(keys)));
  }

  /** As SQL writes them, NULLs where PostgreSQL puts them unless told. */
  private static List<OrderKey> keys(String keys) {
    return Arrays.stream(keys.split(", ")).map(OrdersByIT::key).toList();
  }

  private static OrderKey key(String key) {
    List<String> words = List.of(key.split(" "));
    boolean descending = words.contains("desc");
    return new OrderKey(
        words.getFirst(),
        descending,
        words.contains("first") || (descending && !words.contains("last")),
        true);
  }
}
