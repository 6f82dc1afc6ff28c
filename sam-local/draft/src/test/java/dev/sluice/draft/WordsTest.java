package dev.sluice.draft;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          o_orderkey | o_orderkey
          customerName | customer_name
          Größe | grosse
          café au lait | cafe_au_lait
          1st | column_1st
          __ | column
          名前 | column
          a"b'c | a_b_c
          """)
  void plain_ofAnyName_isAWordThatResemblesIt(String name, String word) {
    assertThat(Words.plain(name, "column")).isEqualTo(word);
  }

  @Test
  void plain_long_leavesRoomForANumber() {
    String word = Words.plain("a".repeat(59) + "_b", "column");
    assertThat(word).hasSize(59);
    assertThat(Words.plain("9".repeat(63), "column")).hasSize(60);
  }

  @Test
  void free_taken_isNumbered() {
    Set<String> taken = new HashSet<>(Set.of("cursor"));
    assertThat(Words.free("cursor", taken)).isEqualTo("cursor_2");
    assertThat(Words.free("cursor", taken)).isEqualTo("cursor_3");
    assertThat(Words.free("other", taken)).isEqualTo("other");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          orders | orders
          order | "order"
          Orders | "Orders"
          say "hi" now | "say ""hi"" now"
          nulls | "nulls"
          1st | "1st"
          """)
  void sql_ofAnyName_isQuotedWhereItMustBe(String name, String sql) {
    assertThat(Words.sql(name)).isEqualTo(sql);
  }

  @Test
  void line_ofSeveralLines_isOneAndNotTooLong() {
    assertThat(Words.line(" a\n  b\tc ", 10)).isEqualTo("a b c");
    assertThat(Words.line("a".repeat(11), 10)).isEqualTo("a".repeat(9) + "…");
    assertThat(Words.line("a".repeat(8) + "😀b", 10)).isEqualTo("a".repeat(8) + "…");
  }
}
