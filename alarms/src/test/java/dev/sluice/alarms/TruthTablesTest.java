package dev.sluice.alarms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** "Configuring how CloudWatch alarms treat missing data", CloudWatch's user guide, both tables. */
class TruthTablesTest {

  @ParameterizedTest
  @CsvSource({
    "3, 0 - X - X, O, O, O, O",
    "3, 0 - - - -, O, O, O, O",
    "3, - - - - -, I, R, A, O",
    "3, 0 X X - X, A, A, A, A",
    "3, - - X - -, A, R, A, O",
    "2, 0 - X - X, A, A, A, A",
    "2, 0 0 X 0 X, A, A, A, A",
    "2, 0 - X - -, O, O, A, O",
    "2, - - - - 0, O, O, A, O",
    "2, - - - X -, A, R, A, O"
  })
  void judgement_publishedRow_isThePublishedState(
      int m, String points, String missing, String ignore, String breaching, String notBreaching) {
    for (AlarmState before : AlarmState.values()) {
      assertThat(state(m, points, MissingData.MISSING, before)).isEqualTo(of(missing, before));
      assertThat(state(m, points, MissingData.IGNORE, before)).isEqualTo(of(ignore, before));
      assertThat(state(m, points, MissingData.BREACHING, before)).isEqualTo(of(breaching, before));
      assertThat(state(m, points, MissingData.NOT_BREACHING, before))
          .isEqualTo(of(notBreaching, before));
    }
  }

  @ParameterizedTest
  @CsvSource({"- - - - X", "- - - X -", "- - - X 0", "- - X - 0"})
  void judgement_badForTooShort_isNotAlarm(String points) {
    assertThat(state(3, points, MissingData.MISSING, AlarmState.OK)).isEqualTo(AlarmState.OK);
  }

  private static AlarmState of(String cell, AlarmState before) {
    return switch (cell) {
      case "O" -> AlarmState.OK;
      case "A" -> AlarmState.ALARM;
      case "I" -> AlarmState.INSUFFICIENT_DATA;
      default -> before;
    };
  }

  private static AlarmState state(int m, String text, MissingData missing, AlarmState before) {
    double[] points =
        Arrays.stream(text.split(" ", -1))
            .mapToDouble(
                point ->
                    switch (point) {
                      case "X" -> 9;
                      case "0" -> 1;
                      default -> Double.NaN;
                    })
            .toArray();
    MetricAlarm alarm =
        new MetricAlarm(
            "a",
            "a",
            Severity.PAGE,
            "a",
            false,
            false,
            Map.of(),
            new Expression.Figure(0),
            Comparison.GREATER,
            5,
            300,
            m,
            3,
            missing,
            Map.of());
    return Judgement.of(alarm, points, before);
  }
}
