package dev.sluice.states;

import static dev.sluice.states.Machines.ASK;
import static dev.sluice.states.Machines.TASK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.sluice.states.ExecutionDescription.Status;
import dev.sluice.states.ServiceException.Code;
import dev.sluice.states.machine.StateMachine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class ExecutionsTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final String ARN = Executions.machineArn("m");
  private static final StateMachine WAITING =
      Machines.of("'S': {'Type': 'Wait', 'Seconds': 60, 'End': true}");

  private final VirtualTime time = new VirtualTime(START);

  private Executions executions(StateMachine machine, Functions functions) {
    return new Executions(List.of(machine), functions, time, () -> 1.0);
  }

  private static ExecutionDescription ended(Executions executions, String arn) {
    return executions.ended(arn).join();
  }

  private ExecutionDescription run(StateMachine machine, Functions functions, String input) {
    Executions executions = executions(machine, functions);
    return ended(executions, executions.start(ARN, "one", input).arn());
  }

  private static void assertRefused(Code code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .asInstanceOf(type(ServiceException.class))
        .extracting(ServiceException::code)
        .isEqualTo(code);
  }

  @Test
  void start_sameNameAndInputWhileItRuns_isTheSameExecution() {
    Executions executions = executions(WAITING, ScriptedFunctions.echo());
    time.run(
        () -> {
          ExecutionDescription first = executions.start(ARN, "one", "{\"a\": 1}");
          assertThat(executions.start(ARN, "one", "{\"a\":1}")).isEqualTo(first);
          assertRefused(
              Code.ExecutionAlreadyExists, () -> executions.start(ARN, "one", "{\"a\": 2}"));
          assertThat(executions.list(ARN)).hasSize(1);
          time.await(executions.ended(first.arn()), null);
          assertRefused(
              Code.ExecutionAlreadyExists, () -> executions.start(ARN, "one", "{\"a\": 1}"));
          return first;
        });
    assertThat(time.now()).isEqualTo(START.plusSeconds(60));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a/b", "a:b", "a\tb", "ä$"})
  void start_wrongName_isRefused(String name) {
    Executions executions = executions(WAITING, ScriptedFunctions.echo());
    assertRefused(Code.InvalidName, () -> executions.start(ARN, name, "{}"));
    assertRefused(Code.InvalidName, () -> executions.start(ARN, "x".repeat(81), "{}"));
  }

  @Test
  void start_wrongMachineOrInput_isRefused() {
    Executions executions = executions(WAITING, ScriptedFunctions.echo());
    assertRefused(Code.StateMachineDoesNotExist, () -> executions.start(ARN + "x", "one", "{}"));
    for (String input : List.of("", "{", "\"" + "x".repeat(Payloads.MAX_BYTES) + "\"")) {
      assertRefused(Code.InvalidExecutionInput, () -> executions.start(ARN, "one", input));
    }
    assertRefused(Code.ExecutionDoesNotExist, () -> executions.describe(ARN));
  }

  @Test
  void stop_whileItWaits_abortsAtOnceAndCallsNothingMore() {
    StateMachine machine =
        Machines.of(
            "'S': {'Type': 'Wait', 'Seconds': 60, 'Next': 'T'}, 'T': {" + TASK + ", 'End': true}");
    ScriptedFunctions functions = ScriptedFunctions.echo();
    Executions executions = executions(machine, functions);
    ExecutionDescription stopped =
        time.run(
            () -> {
              String arn = executions.start(ARN, "one", "{}").arn();
              time.sleep(Duration.ofSeconds(5));
              assertThat(executions.describe(arn).status()).isEqualTo(Status.RUNNING);
              ExecutionDescription first = executions.stop(arn, "Cancelled", "by the client");
              time.sleep(Duration.ofSeconds(100));
              assertThat(executions.stop(arn, "Again", null)).isEqualTo(first);
              return executions.describe(arn);
            });
    assertThat(stopped.status()).isEqualTo(Status.ABORTED);
    assertThat(stopped.error()).hasValue("Cancelled");
    assertThat(stopped.stopped()).hasValue(START.plusSeconds(5));
    assertThat(functions.payloads()).isEmpty();
    assertThat(executions.history(stopped.arn()).getLast().type()).isEqualTo("ExecutionAborted");
  }

  @Test
  void run_machinesOwnTimeIsUp_timesOut() {
    StateMachine machine =
        Machines.whole(
            "{'StartAt': 'S', 'TimeoutSeconds': 10, 'States': {'S': {'Type': 'Map', 'End': true, "
                + "'ItemProcessor': {'StartAt': 'W', 'States': {'W': {'Type': 'Wait', "
                + "'Seconds': 60, 'End': true}}}}}}");
    ExecutionDescription end = run(machine, ScriptedFunctions.echo(), "[1, 2]");
    assertThat(end.status()).isEqualTo(Status.TIMED_OUT);
    assertThat(end.stopped()).hasValue(START.plusSeconds(10));
  }

  @Test
  void run_functionThrows_isLambdaUnknown() {
    ExecutionDescription end =
        run(
            Machines.of("'S': {" + TASK + ", 'End': true}"),
            (_, _) -> {
              throw new IllegalArgumentException("broken");
            },
            "{}");
    assertThat(end.error()).hasValue("Lambda.Unknown");
    assertThat(end.cause().orElseThrow()).contains("broken");
  }

  @Test
  void run_resultOfTask_isLambdasAnswer() {
    ExecutionDescription end =
        run(
            Machines.of("'S': {" + TASK + ", 'End': true}"),
            ScriptedFunctions.echo(),
            "{\"a\": [1.50, null]}");
    assertThat(end.output())
        .hasValue(
            "{\"ExecutedVersion\":\"$LATEST\",\"Payload\":{\"a\":[1.5,null]},\"StatusCode\":200}");
  }

  @Test
  void run_pathFindsNothing_endsWhateverCatches() {
    ExecutionDescription end =
        run(
            Machines.of(
                "'S': {"
                    + TASK.replace("'$'", "'$.no'")
                    + ", 'Retry': [{'ErrorEquals': ['States.ALL']}], 'Catch': [{'ErrorEquals': "
                    + "['States.ALL'], 'Next': 'E'}], 'End': true}, 'E': {'Type': 'Succeed'}"),
            ScriptedFunctions.echo(),
            "{}");
    assertThat(end.error()).hasValue("States.Runtime");
    assertThat(end.cause()).hasValue("The path $.no finds nothing in {}");
  }

  @Test
  void run_retried_tellsTheRetryCount() {
    ScriptedFunctions functions = new ScriptedFunctions((_, _) -> new Functions.Failed("E", "no"));
    ExecutionDescription end =
        run(
            Machines.of(
                "'S': {"
                    + TASK.replace("'Payload.$': '$'", "'Payload': {'n.$': '$$.State.RetryCount'}")
                    + ", 'Retry': [{'ErrorEquals': ['States.TaskFailed'], 'MaxAttempts': 2}], "
                    + "'End': true}"),
            functions,
            "{}");
    assertThat(functions.payloads()).containsExactly("{\"n\":0}", "{\"n\":1}", "{\"n\":2}");
    assertThat(end.stopped()).hasValue(START.plusSeconds(3));
    assertThat(end.cause()).hasValue("{\"errorMessage\":\"no\",\"errorType\":\"E\"}");
  }

  @Test
  void run_firstRetrierThatMatchesIsUsedUp_theNextIsNotAsked() {
    ScriptedFunctions functions = new ScriptedFunctions((_, _) -> new Functions.Failed("E", "no"));
    run(
        Machines.of(
            "'S': {"
                + TASK
                + ", 'Retry': [{'ErrorEquals': ['E'], 'MaxAttempts': 1}, {'ErrorEquals': "
                + "['States.ALL'], 'MaxAttempts': 5}], 'End': true}"),
        functions,
        "{}");
    assertThat(functions.payloads()).hasSize(2);
  }

  @Test
  void run_manyAtOnce_allEnd() {
    Executions executions =
        executions(
            Machines.of(
                "'S': {'Type': 'Wait', 'Seconds': 9, 'Next': 'T'}, 'T': {"
                    + TASK
                    + ", 'End': true}"),
            ScriptedFunctions.echo());
    List<String> arns =
        IntStream.range(0, 500)
            .mapToObj(i -> executions.start(ARN, "n" + i, "{\"i\": " + i + "}").arn())
            .toList();
    assertThat(arns)
        .allSatisfy(arn -> assertThat(ended(executions, arn).status()).isEqualTo(Status.SUCCEEDED));
  }

  @Test
  void run_payloadAtTheLimit_passesAndOneByteMoreDoesNot() {
    StateMachine machine =
        Machines.of("'S': {'Type': 'Pass', 'Parameters': {'a.$': '$', 'b': 'xx'}, 'End': true}");
    int around = "{\"a\":,\"b\":\"xx\"}".length() + 2;
    String fits = "\"" + "ä".repeat((Payloads.MAX_BYTES - around) / 2) + "\"";
    assertThat(run(machine, ScriptedFunctions.echo(), fits).status()).isEqualTo(Status.SUCCEEDED);
    String over = "\"" + "ä".repeat((Payloads.MAX_BYTES - around) / 2 + 1) + "\"";
    assertThat(run(machine, ScriptedFunctions.echo(), over).error())
        .hasValue("States.DataLimitExceeded");
  }

  @Test
  void run_endlessLoop_endsAtTheLimitOfEvents() {
    StateMachine machine =
        Machines.of(
            "'S': {'Type': 'Choice', 'Choices': [{'Variable': '$.stop', 'IsPresent': true, "
                + "'Next': 'E'}], 'Default': 'S'}, 'E': {'Type': 'Succeed'}");
    Executions executions = executions(machine, ScriptedFunctions.echo());
    String arn = executions.start(ARN, "one", "{}").arn();
    ExecutionDescription end = ended(executions, arn);
    assertThat(end.error()).hasValue("States.Runtime");
    assertThat(end.cause()).hasValue("the execution has reached 25000 events");
    assertThat(executions.history(arn)).hasSize(History.MAX_EVENTS);
  }

  @Test
  void history_ofATask_hasStepFunctionsNames() {
    Executions executions =
        executions(Machines.of("'S': {" + TASK + ", 'End': true}"), ScriptedFunctions.echo());
    String arn = executions.start(ARN, null, "{}").arn();
    ended(executions, arn);
    assertThat(executions.history(arn))
        .extracting(HistoryEvent::type)
        .containsExactly(
            "ExecutionStarted",
            "TaskStateEntered",
            "TaskScheduled",
            "TaskStarted",
            "TaskSucceeded",
            "TaskStateExited",
            "ExecutionSucceeded");
  }

  @Test
  void token_usedTwiceOrUnknown_isRefused() {
    CompletableFuture<String> token = new CompletableFuture<>();
    StateMachine machine = Machines.of("'S': {" + ASK + ", 'End': true}");
    Executions executions =
        executions(
            machine,
            (_, payload) -> {
              token.complete(Payloads.JSON.readTree(payload).get("token").asString());
              return new Functions.Answer("null");
            });
    time.run(
        () -> {
          String arn = executions.start(ARN, "one", "{}").arn();
          time.await(token, null);
          String given = token.join();
          assertRefused(Code.InvalidToken, () -> executions.sendTaskHeartbeat("x"));
          assertRefused(Code.TaskTimedOut, () -> executions.sendTaskHeartbeat(given + "x"));
          assertRefused(Code.InvalidOutput, () -> executions.sendTaskSuccess(given, "{"));
          executions.sendTaskSuccess(given, "{\"b\": 1}");
          assertRefused(Code.TaskTimedOut, () -> executions.sendTaskSuccess(given, "{}"));
          assertRefused(Code.TaskTimedOut, () -> executions.sendTaskFailure(given, "E", null));
          time.await(executions.ended(arn), null);
          assertThat(executions.describe(arn).output()).hasValue("{\"b\":1}");
          return arn;
        });
  }

  @Test
  void start_moreThanAreKept_forgetsTheOldestThatEnded() {
    Executions executions =
        executions(Machines.of("'S': {'Type': 'Succeed'}"), ScriptedFunctions.echo());
    String first = executions.start(ARN, "first", "{}").arn();
    ended(executions, first);
    for (int i = 1; i < Executions.MAX_KEPT_EXECUTIONS; i++) {
      ended(executions, executions.start(ARN, "n" + i, "{}").arn());
    }
    assertThat(executions.describe(first).status()).isEqualTo(Status.SUCCEEDED);
    executions.start(ARN, "last", "{}");
    assertRefused(Code.ExecutionDoesNotExist, () -> executions.describe(first));
    assertThat(executions.list(ARN)).hasSize(Executions.MAX_KEPT_EXECUTIONS);
  }

  @Test
  void run_byTheSystemsClock_timesOutAndTriesAgain() {
    StateMachine machine =
        Machines.of(
            "'S': {"
                + TASK
                + ", 'TimeoutSeconds': 1, 'Retry': [{'ErrorEquals': ['States.Timeout'], "
                + "'MaxAttempts': 1, 'JitterStrategy': 'FULL'}], 'End': true}");
    CompletableFuture<Void> never = new CompletableFuture<>();
    AtomicInteger calls = new AtomicInteger();
    Functions functions =
        (_, payload) -> {
          if (calls.getAndIncrement() == 0) {
            never.join();
          }
          return new Functions.Answer(payload);
        };
    try (Executions executions = new Executions(List.of(machine), functions)) {
      ExecutionDescription end = ended(executions, executions.start(ARN, "one", "{}").arn());
      assertThat(end.status()).isEqualTo(Status.SUCCEEDED);
      assertThat(Duration.between(end.started(), end.stopped().orElseThrow()))
          .isBetween(Duration.ofMillis(990), Duration.ofSeconds(20));
    }
    assertThat(calls).hasValue(2);
    never.complete(null);
  }

  @Test
  void close_runningExecutions_areAborted() {
    Executions executions = executions(WAITING, ScriptedFunctions.echo());
    String arn =
        time.run(
            () -> {
              String started = executions.start(ARN, "one", "{}").arn();
              executions.close();
              return started;
            });
    assertThat(executions.describe(arn).status()).isEqualTo(Status.ABORTED);
  }
}
