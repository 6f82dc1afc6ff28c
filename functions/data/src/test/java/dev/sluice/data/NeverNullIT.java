package dev.sluice.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(ClusterExtension.class)
class NeverNullIT {
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
      textBlock =
          """
          select o_orderkey from orders order by o_orderkey | o_orderkey | true
          select o_orderkey as "Key" from orders where o_custkey = :c order by 1 | Key | true
          select c_custkey, n_name from customer join nation on n_nationkey = c_nationkey order by c_custkey | n_name | true
          select c_custkey, o_orderkey from customer left join orders on o_custkey = c_custkey order by c_custkey, o_orderkey | c_custkey | true
          select c_custkey, o_orderkey from customer left join orders on o_custkey = c_custkey order by c_custkey, o_orderkey | o_orderkey | false
          select r_comment from region order by r_comment | r_comment | false
          select nullif(o_orderkey, 1) as k from orders order by k | k | false
          select o_custkey from orders group by rollup (o_custkey) order by o_custkey | o_custkey | false
          select o_orderkey as k from orders union all select null order by k | k | false
          select max(o_orderkey) as k from orders where o_orderkey < 0 order by k | k | false
          """)
  void neverNull_column_isTrueOnlyWhereNoRowCanHoldNull(String sql, String column, boolean never) {
    boolean answer =
        reader.inspect(inspector -> inspector.neverNull(SqlTemplate.parse(sql), column));
    assertThat(answer).isEqualTo(never);
  }
}
