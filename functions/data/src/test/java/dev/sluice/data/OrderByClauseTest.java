package dev.sluice.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderByClauseTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          select a from t order by a                      | a asc last
          select a from t ORDER  BY a DESC                | a desc first
          select a from t order by a desc nulls last, 2   | a desc last; 2 asc last
          select a from t order by t.a nulls first, b asc | t.a asc first; b asc last
          select a from t order by a limit 5              | a asc last
          select a from t order by a, b offset :n rows    | a asc last; b asc last
          select a from t order by a for share            | a asc last
          select a from t order by a;                     | a asc last
          select a from t order by coalesce(a, b) desc, c | coalesce(a, b) desc first; c asc last
          select a from (select a from u order by b) t order by a /* b */ desc -- c | a desc first
          with x as (select 1 order by 1) select * from x order by "ASC" | "ASC" asc last
          select a from t order by ':x, y', a             | ':x, y' asc last; a asc last
          select a, "order" from t order by "order"       | "order" asc last
          select f(x order by y) from t order by x[1, 2], z | x[1, 2] asc last; z asc last
          """)
  void of_anOrderBy_readsItsItems(String sql, String items) {
    assertThat(read(sql)).isEqualTo(items);
  }

  @Test
  void of_noneOutsideParentheses_isEmpty() {
    assertThat(OrderByClause.of(SqlTemplate.parse("select a from (select 1 order by 1) t")))
        .isEmpty();
    assertThat(OrderByClause.of(SqlTemplate.parse("select 'x order by y' from t"))).isEmpty();
    assertThat(OrderByClause.of(SqlTemplate.parse("select 1 -- order by 1"))).isEmpty();
  }

  private static String read(String sql) {
    return OrderByClause.of(SqlTemplate.parse(sql)).orElseThrow().items().stream()
        .map(
            item ->
                item.expression()
                    + (item.descending() ? " desc" : " asc")
                    + (item.nullsFirst() ? " first" : " last"))
        .collect(Collectors.joining("; "));
  }
}
