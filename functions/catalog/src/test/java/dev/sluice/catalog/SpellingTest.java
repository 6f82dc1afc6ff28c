package dev.sluice.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {

  @ParameterizedTest
  @CsvSource({
    "titel, title",
    "nmae, name",
    "row, rows",
    "descripton, description",
    "descriptoin_, description",
    "sqll, sql",
    "x, ",
    "ab, ",
    "sale, ",
    "nothing, ",
  })
  void nearest_word_isTheOneMeantOrNone(String written, String meant) {
    assertThat(
            Spelling.nearest(written, List.of("name", "title", "description", "sql", "rows", "if")))
        .isEqualTo(Optional.ofNullable(meant));
  }
}
