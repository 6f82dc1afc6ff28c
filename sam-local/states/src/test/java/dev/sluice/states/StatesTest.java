package dev.sluice.states;

import static dev.sluice.states.Machines.TASK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.states.ExecutionDescription.Status;
import dev.sluice.states.machine.StateMachine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each kind of state does with its data and with time. */
@Timeout(30)
class StatesTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final VirtualTime time = new VirtualTime(START);

  private ExecutionDescription run(StateMachine machine, Functions functions, String input) {
    Executions executions = new Executions(List.of(machine), functions, time, () -> 1.0);
    return executions
        .ended(executions.start(Executions.machineArn("m"), "one", input).arn())
        .join();
  }

  private String output(String state, String input) {
    return run(Machines.of("'S': " + state), ScriptedFunctions.echo(), input.replace('\'', '"'))
        .output()
        .orElse("")
        .replace('"', '\'');
  }

  @Test
  void pass_dataFlow_goesThroughAllItsFields() {
    assertThat(
            output(
                "{'Type': 'Pass', 'InputPath': '$.in', 'Parameters': {'x.$': '$.a', 'k': [{'y.$': "
                    + "'$'}], 'name.$': '$$.State.Name'}, 'ResultPath': '$.out.here', "
                    + "'OutputPath': '$.out', 'End': true}",
                "{'in': {'a': 1}}"))
        .isEqualTo("{'here':{'x':1,'k':[{'y':{'a':1}}],'name':'S'}}");
    assertThat(output("{'Type': 'Pass', 'Result': {'b': 2}, 'End': true}", "{'a': 1}"))
        .isEqualTo("{'b':2}");
    assertThat(output("{'Type': 'Pass', 'Result': 1, 'ResultPath': null, 'End': true}", "{'a': 1}"))
        .isEqualTo("{'a':1}");
    assertThat(output("{'Type': 'Pass', 'InputPath': null, 'End': true}", "{'a': 1}"))
        .isEqualTo("{}");
    assertThat(
            output(
                "{'Type': 'Pass', 'Parameters': {'all.$': '$.list[*].n'}, 'End': true}",
                "{'list': [{'n': 1}, {'n': 2}]}"))
        .isEqualTo("{'all':[1,2]}");
  }

  @Test
  void pass_resultIntoAList_isAnErrorOfItsOwn() {
    ExecutionDescription end =
        run(
            Machines.of("'S': {'Type': 'Pass', 'ResultPath': '$.a', 'End': true}"),
            ScriptedFunctions.echo(),
            "[1]");
    assertThat(end.error()).hasValue("States.ResultPathMatchFailure");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "`'Seconds': 5`, 5",
        "`'SecondsPath': '$.s'`, 7",
        "`'Timestamp': '2026-01-01T00:01:00Z'`, 60",
        "`'TimestampPath': '$.t'`, 90",
        "`'Timestamp': '2025-01-01T00:01:00Z'`, 0"
      })
  void wait_untilItsMoment_isExact(String until, long seconds) {
    run(
        Machines.of("'S': {'Type': 'Wait', " + until + ", 'End': true}"),
        ScriptedFunctions.echo(),
        "{\"s\": 7, \"t\": \"2026-01-01T00:01:30Z\"}");
    assertThat(time.now()).isEqualTo(START.plusSeconds(seconds));
  }

  @Test
  void choice_noRuleMatches_isAnError() {
    ExecutionDescription end =
        run(
            Machines.of(
                "'S': {'Type': 'Choice', 'Choices': [{'Variable': '$.a', 'NumericEquals': 2, "
                    + "'Next': 'E'}]}, 'E': {'Type': 'Succeed'}"),
            ScriptedFunctions.echo(),
            "{\"a\": 1}");
    assertThat(end.error()).hasValue("States.NoChoiceMatched");
  }

  @Test
  void fail_pathsOrText_tellErrorAndCause() {
    ExecutionDescription paths =
        run(
            Machines.of("'S': {'Type': 'Fail', 'ErrorPath': '$.e', 'CausePath': '$.c'}"),
            ScriptedFunctions.echo(),
            "{\"e\": \"E\", \"c\": \"why\"}");
    assertThat(paths.error()).hasValue("E");
    assertThat(paths.cause()).hasValue("why");
    ExecutionDescription text =
        run(Machines.of("'S': {'Type': 'Fail', 'Error': 'F'}"), ScriptedFunctions.echo(), "{}");
    assertThat(text.error()).hasValue("F");
    assertThat(text.cause()).isEmpty();
  }

  @Test
  void map_items_runSoManyAtOnceAndKeepTheirOrder() {
    Functions slowest =
        new ScriptedFunctions(
            (_, payload) -> {
              time.sleep(Duration.ofSeconds(10 - Payloads.JSON.readTree(payload).get("v").asInt()));
              return new Functions.Answer(payload);
            });
    StateMachine machine =
        Machines.of(
            "'S': {'Type': 'Map', 'ItemsPath': '$.list', 'ItemSelector': {'v.$': "
                + "'$$.Map.Item.Value', 'i.$': '$$.Map.Item.Index', 'k.$': '$.k'}, "
                + "'MaxConcurrency': 2, 'ItemProcessor': {'StartAt': 'T', 'States': {'T': {"
                + TASK
                + ", 'OutputPath': '$.Payload', 'End': true}}}, 'ResultPath': '$.done', "
                + "'OutputPath': '$.done', 'End': true}");
    ExecutionDescription end = run(machine, slowest, "{\"list\": [1, 2, 3, 4], \"k\": \"c\"}");
    assertThat(end.output())
        .hasValue(
            "[{\"v\":1,\"i\":0,\"k\":\"c\"},{\"v\":2,\"i\":1,\"k\":\"c\"},"
                + "{\"v\":3,\"i\":2,\"k\":\"c\"},{\"v\":4,\"i\":3,\"k\":\"c\"}]");
    // 9 and 8 seconds first; the third begins after 8, the fourth after 9.
    assertThat(time.now()).isEqualTo(START.plusSeconds(15));
  }

  @Test
  void map_oneItemFails_isCaughtAndTheOthersGoNoFurther() {
    ScriptedFunctions functions =
        new ScriptedFunctions(
            (_, payload) -> {
              time.sleep(Duration.ofSeconds(Integer.parseInt(payload)));
              return payload.equals("1")
                  ? new Functions.Failed("E", "no")
                  : new Functions.Answer(payload);
            });
    StateMachine machine =
        Machines.of(
            "'S': {'Type': 'Map', 'ItemProcessor': {'StartAt': 'T', 'States': {'T': {"
                + TASK
                + ", 'Next': 'U'}, 'U': {"
                + TASK
                + ", 'End': true}}}, 'Catch': [{'ErrorEquals': ['E'], 'Next': 'C'}], "
                + "'End': true}, 'C': {'Type': 'Wait', 'Seconds': 60, 'End': true}");
    ExecutionDescription end = run(machine, functions, "[1, 5]");
    assertThat(end.status()).isEqualTo(Status.SUCCEEDED);
    assertThat(end.output().orElseThrow()).startsWith("{\"Error\":\"E\"");
    assertThat(time.now()).isEqualTo(START.plusSeconds(61));
    assertThat(functions.payloads()).containsExactlyInAnyOrder("1", "5");
  }

  @Test
  void map_noList_endsTheExecution() {
    StateMachine machine =
        Machines.of(
            "'S': {'Type': 'Map', 'ItemProcessor': {'StartAt': 'P', 'States': {'P': {'Type': "
                + "'Pass', 'End': true}}}, 'End': true}");
    assertThat(run(machine, ScriptedFunctions.echo(), "{}").error()).hasValue("States.Runtime");
    assertThat(run(machine, ScriptedFunctions.echo(), "[]").output()).hasValue("[]");
  }

  @Test
  void parallel_branches_runAtOnceOverTheSameInput() {
    String branch =
        "{'StartAt': '%s', 'States': {'%s': {'Type': 'Wait', 'Seconds': %d, 'End': true}}}";
    StateMachine machine =
        Machines.of(
            "'S': {'Type': 'Parallel', 'Parameters': {'x.$': '$.a'}, 'Branches': ["
                + branch.formatted("A", "A", 9)
                + ", "
                + branch.formatted("B", "B", 4)
                + "], 'ResultSelector': {'first.$': '$[0].x', 'all.$': '$'}, 'End': true}");
    assertThat(run(machine, ScriptedFunctions.echo(), "{\"a\": 1}").output())
        .hasValue("{\"first\":1,\"all\":[{\"x\":1},{\"x\":1}]}");
    assertThat(time.now()).isEqualTo(START.plusSeconds(9));
  }

  @Test
  void parallel_retried_runsAllBranchesAgain() {
    ScriptedFunctions functions = new ScriptedFunctions((_, _) -> new Functions.Failed("E", "no"));
    StateMachine machine =
        Machines.of(
            "'S': {'Type': 'Parallel', 'Branches': [{'StartAt': 'T', 'States': {'T': {"
                + TASK
                + ", 'End': true}}}], 'Retry': [{'ErrorEquals': ['E'], 'IntervalSeconds': 3, "
                + "'MaxAttempts': 1}], 'End': true}");
    assertThat(run(machine, functions, "{}").error()).hasValue("E");
    assertThat(functions.payloads()).hasSize(2);
    assertThat(time.now()).isEqualTo(START.plusSeconds(3));
  }
}
