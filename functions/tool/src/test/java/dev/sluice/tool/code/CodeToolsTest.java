package dev.sluice.tool.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.Principal;
import dev.sluice.catalog.Limits;
import dev.sluice.catalog.shape.Column;
import dev.sluice.data.Database;
import dev.sluice.data.Rows;
import dev.sluice.protocol.feature.ToolException;
import dev.sluice.tool.TestCalls;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodeToolsTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-25T10:00:00Z"));
  private static final Database ONE_ROW =
      (query, call) ->
          new Rows(
              List.of(new Column("n", "int8")),
              List.of(List.of(query.arguments().path("n"))),
              Rows.Cut.NONE,
              new Rows.Source("replica-1", true));

  @Test
  void list_sample_derivesItsSchemasFromTheRecords() {
    var descriptor =
        tools(CodeTools.ALL).list(TestCalls.by(Principal.LOCAL)).getFirst().descriptor();
    assertThat(descriptor.inputSchema())
        .hasToString(
            "{\"type\":\"object\",\"properties\":{\"day\":{\"type\":[\"string\",\"null\"],"
                + "\"format\":\"date\","
                + "\"description\":\"Counted from there instead of today (UTC)\"},"
                + "\"offset\":{\"type\":\"integer\",\"description\":\"0 for the current one, -1 for"
                + " the last one\"},\"unit\":{\"type\":\"string\",\"enum\":[\"WEEK\",\"MONTH\","
                + "\"QUARTER\",\"YEAR\"]}},\"required\":[\"offset\",\"unit\"],"
                + "\"additionalProperties\":false}");
    assertThat(descriptor.outputSchema())
        .hasToString(
            "{\"type\":\"object\",\"properties\":{\"from\":{\"type\":\"string\","
                + "\"format\":\"date\"},\"until\":{\"type\":\"string\",\"format\":\"date\"}},\"required\":[\"from\",\"until\"]}");
  }

  @ParameterizedTest
  @CsvSource({
    "QUARTER, -1, , 2026-07-01, 2026-10-01",
    "QUARTER, 0, 1998-08-02, 1998-07-01, 1998-10-01",
    "WEEK, 0, , 2026-11-23, 2026-11-30",
    "WEEK, -1, 2026-03-02, 2026-02-23, 2026-03-02",
    "MONTH, 1, 2026-01-31, 2026-02-01, 2026-03-01",
    "YEAR, -2, 2026-06-01, 2024-01-01, 2025-01-01",
  })
  void call_calendarPeriod_givesItsDays(
      String unit, int offset, String day, String from, String until) {
    String arguments =
        "{\"unit\":\"%s\",\"offset\":%d%s}"
            .formatted(unit, offset, day == null ? "" : ",\"day\":\"" + day + "\"");
    assertThat(
            TestCalls.call(tools(CodeTools.ALL), "calendar_period", arguments).structuredContent())
        .hasToString("{\"from\":\"%s\",\"until\":\"%s\"}".formatted(from, until));
  }

  @Test
  void call_calendarPeriodOfNoDay_saysSo() {
    assertThatThrownBy(
            () ->
                TestCalls.call(
                    tools(CodeTools.ALL),
                    "calendar_period",
                    "{\"unit\":\"WEEK\",\"offset\":0,\"day\":\"2026-02-30\"}"))
        .isInstanceOf(ToolException.class)
        .hasMessage("\'day\' is \"2026-02-30\", which is no LocalDate.");
  }

  @Test
  void call_calendarPeriodBeyondTheCalendar_saysSo() {
    assertThatThrownBy(
            () ->
                TestCalls.call(
                    tools(CodeTools.ALL),
                    "calendar_period",
                    "{\"unit\":\"YEAR\",\"offset\":2147483647}"))
        .isInstanceOf(ToolException.class)
        .hasMessageStartingWith("There is no such period: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"unit":"YEAR","offset":9000} | There is no such period: give an offset within the years 1 to 9999.
          {"unit":"YEAR","offset":0,"day":""} | 'day' is "", which is no LocalDate.
          """)
  void call_calendarPeriodThatMakesNoSense_saysSo(String arguments, String message) {
    assertThatThrownBy(() -> TestCalls.call(tools(CodeTools.ALL), "calendar_period", arguments))
        .hasMessage(message);
  }

  @Test
  void call_optionalArgumentThatIsNull_countsAsLeftOut() {
    assertThat(
            TestCalls.call(tools(List.of(new Twice())), "twice", "{\"n\":4,\"m\":null}")
                .structuredContent())
        .hasToString("{\"n\":8}");
    assertThatThrownBy(() -> TestCalls.call(tools(List.of(new Twice())), "twice", "{\"n\":null}"))
        .hasMessageContaining("'n'");
  }

  @Test
  void call_toolThatReads_getsRowsThroughItsContext() {
    assertThat(
            TestCalls.call(tools(List.of(new Twice())), "twice", "{\"n\":4}").structuredContent())
        .hasToString("{\"n\":8}");
  }

  @Test
  void find_callerWithoutTheScope_findsNothing() {
    CodeTools tools = tools(List.of(new Twice()));
    assertThat(tools.find("twice", TestCalls.by(new Principal("ada", Set.of())))).isEmpty();
    assertThat(tools.list(TestCalls.by(new Principal("ada", Set.of())))).isEmpty();
    assertThat(tools.find("twice", TestCalls.by(new Principal("ada", Set.of("math"))))).isPresent();
  }

  @Test
  void constructor_twoOfOneName_isRefused() {
    assertThatThrownBy(() -> tools(List.of(new Twice(), new Twice())))
        .hasMessage("two tools are named twice");
  }

  private static CodeTools tools(List<Tool<?, ?>> tools) {
    return new CodeTools(tools, ONE_ROW, CLOCK);
  }

  private static final class Twice implements Tool<Twice.Value, Twice.Value> {
    private record Value(int n) {}

    @Override
    public About<Value, Value> about() {
      return new About<>(
          "twice", "Twice", "Doubles.", Set.of("math"), Value.class, Value.class, new Value(1));
    }

    @Override
    public Value call(Value input, Context context) {
      Rows rows = context.read("select :n::int8 as n", Map.of("n", input.n()), Limits.DEFAULT);
      return new Value(2 * rows.rows().getFirst().getFirst().asInt(0));
    }
  }
}
