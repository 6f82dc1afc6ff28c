package dev.sluice.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must pass: a guard that refuses it is one that its users turn off. */
@ExtendWith(CarelessExtension.class)
class AnalyticsIT {
  private static final int MOST_ROWS = 1_000;
  private static final int MOST_BYTES = 262_144;

  static List<Analytics> all() {
    return Analytics.all();
  }

  /**
   * An empty answer would be equal to any other, a cut one to none, a changing one not to itself.
   */
  @ParameterizedTest
  @MethodSource("all")
  void directRows_ofAnyStatement_areSomeBelowTheCapsAndTheSameAgain(
      Analytics statement, CarelessDatabase database) throws SQLException {
    List<List<@Nullable String>> rows = statement.directRows(database);
    assertThat(rows.stream().flatMap(List::stream).filter(Objects::nonNull)).isNotEmpty();
    assertThat(rows).hasSizeLessThanOrEqualTo(MOST_ROWS);
    assertThat(rows.toString().length()).isLessThan(MOST_BYTES);
    assertThat(statement.directRows(database)).isEqualTo(rows);
  }
}
