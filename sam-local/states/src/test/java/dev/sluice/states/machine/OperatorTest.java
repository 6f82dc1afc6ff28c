package dev.sluice.states.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class OperatorTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "StringEquals, \"a\", \"a\", true",
        "StringEquals, 1, \"1\", false",
        "StringLessThan, \"a\", \"b\", true",
        "StringLessThan, \"b\", \"a\", false",
        "StringGreaterThan, \"b\", \"a\", true",
        "StringLessThanEquals, \"a\", \"a\", true",
        "StringGreaterThanEquals, \"a\", \"b\", false",
        "StringMatches, \"log-1.txt\", \"log-*.txt\", true",
        "StringMatches, \"log-1.txt\", \"log-*\", true",
        "StringMatches, \"a*b\", `\"a\\\\*b\"`, true",
        "StringMatches, \"axb\", `\"a\\\\*b\"`, false",
        "NumericEquals, 1, 1.0, true",
        "NumericEquals, \"1\", 1, false",
        "NumericLessThan, 1, 2, true",
        "NumericGreaterThan, 1, 2, false",
        "NumericLessThanEquals, 2, 2, true",
        "NumericGreaterThanEquals, 1, 2, false",
        "BooleanEquals, true, true, true",
        "BooleanEquals, true, false, false",
        "BooleanEquals, 1, true, false",
        "TimestampEquals, \"2026-01-01T01:00:00+01:00\", \"2026-01-01T00:00:00Z\", true",
        "TimestampLessThan, \"2026-01-01T00:00:00Z\", \"2026-01-01T00:00:01Z\", true",
        "TimestampGreaterThan, \"noon\", \"2026-01-01T00:00:01Z\", false",
        "TimestampLessThanEquals, \"2026-01-02T00:00:00Z\", \"2026-01-01T00:00:01Z\", false",
        "TimestampGreaterThanEquals, \"2026-01-02T00:00:00Z\", \"2026-01-01T00:00:01Z\", true",
        "IsNull, null, true, true",
        "IsNull, 1, true, false",
        "IsNumeric, 1, true, true",
        "IsNumeric, \"1\", false, true",
        "IsString, \"1\", true, true",
        "IsBoolean, false, true, true",
        "IsTimestamp, \"2026-01-01T00:00:00Z\", true, true",
        "IsTimestamp, \"today\", true, false",
        "IsPresent, 1, true, true",
        "IsPresent, 1, false, false",
      })
  void choice_operator_holdsOrNot(String operator, String value, String with, boolean holds)
      throws PathException {
    assertThat(holds("{\"Variable\": \"$.v\", \"" + operator + "\": " + with, value, "1"))
        .isEqualTo(holds);
    if (!operator.startsWith("Is") && !operator.equals("StringMatches")) {
      assertThat(holds("{\"Variable\": \"$.v\", \"" + operator + "Path\": \"$.w\"", value, with))
          .isEqualTo(holds);
    }
  }

  @Test
  void choice_combinedRules_holdTogether() throws PathException {
    String one = "{\"Variable\": \"$.v\", \"NumericEquals\": 1}";
    String two = "{\"Variable\": \"$.v\", \"NumericEquals\": 2}";
    String missing = "{\"Variable\": \"$.no\", \"IsPresent\": true}";
    assertThat(holds("{\"And\": [" + one + ", " + two + "]", "1", "1")).isFalse();
    assertThat(holds("{\"And\": [" + one + ", " + one + "]", "1", "1")).isTrue();
    assertThat(holds("{\"Or\": [" + two + ", " + one + "]", "1", "1")).isTrue();
    assertThat(holds("{\"Or\": [" + two + ", " + two + "]", "1", "1")).isFalse();
    assertThat(holds("{\"Not\": " + two, "1", "1")).isTrue();
    // What stands behind is not asked, or it would find nothing.
    assertThat(
            holds(
                "{\"And\": [" + missing + ", {\"Variable\": \"$.no\", \"StringEquals\": \"x\"}]",
                "1",
                "1"))
        .isFalse();
  }

  private static boolean holds(String rule, String value, String with) throws PathException {
    String text =
        "{\"StartAt\": \"S\", \"States\": {\"S\": {\"Type\": \"Choice\", \"Choices\": ["
            + rule
            + ", \"Next\": \"E\"}]}, \"E\": {\"Type\": \"Succeed\"}}}";
    StateMachine machine = StateMachine.parse("m", text, Map.of());
    ChoiceState choice = (ChoiceState) Objects.requireNonNull(machine.graph().states().get("S"));
    JsonMapper json = JsonMapper.shared();
    return choice
        .branches()
        .getFirst()
        .rule()
        .holds(
            json.readTree("{\"v\": " + value + ", \"w\": " + with + "}"), json.createObjectNode());
  }
}
