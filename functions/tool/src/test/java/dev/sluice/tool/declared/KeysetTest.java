package dev.sluice.tool.declared;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.catalog.shape.OrderKey;
import dev.sluice.data.SqlTemplate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether the conditions are right is for PagingIT to show, on rows; this shows what is asked. */
class KeysetTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a           | 1    | "a" >= :sluice_after_1 and ("a" > :sluice_after_1)
          a desc      | 1    | "a" <= :sluice_after_1 and ("a" < :sluice_after_1)
          a null last | 1    | (("a" > :sluice_after_1 or "a" is null))
          a null last | null | false
          a null first | 1   | "a" >= :sluice_after_1 and ("a" > :sluice_after_1)
          a null first | null | ("a" is not null)
          a, b desc   | 1, 2 | "a" >= :sluice_after_1 and ("a" > :sluice_after_1 or "a" = :sluice_after_1 and "b" < :sluice_after_2)
          a null last, b | null, 2 | ("a" is null and "b" > :sluice_after_2)
          a null first, b | null, 2 | ("a" is not null or "a" is null and "b" > :sluice_after_2)
          a, b null last | 1, null | "a" >= :sluice_after_1 and ("a" > :sluice_after_1)
          """)
  void after_key_asksForTheRowsBehindIt(String order, String key, String condition) {
    List<OrderKey> keys = Arrays.stream(order.split(", ", -1)).map(KeysetTest::key).toList();
    List<@Nullable String> values = new ArrayList<>();
    for (String value : key.split(", ", -1)) {
      values.add(value.equals("null") ? null : value);
    }
    Keyset keyset = new Keyset(SqlTemplate.parse("select a, b from t;"), keys, 11);
    assertThat(keyset.after(values).text())
        .startsWith("select * from (\nselect a, b from t\n) as page where " + condition + " order")
        .endsWith(" limit 11");
    assertThat(keyset.first().text())
        .isEqualTo(keyset.after(values).text().replace(" where " + condition, ""));
  }

  private static OrderKey key(String text) {
    List<String> words = List.of(text.split(" ", -1));
    return new OrderKey(
        words.getFirst(), words.contains("desc"), words.contains("first"), words.contains("null"));
  }
}
