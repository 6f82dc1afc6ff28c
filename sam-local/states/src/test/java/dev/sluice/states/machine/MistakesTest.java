package dev.sluice.states.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One thing at a time made wrong in the query task's machine. */
class MistakesTest {
  private static final Path FILE = Path.of("../../statemachines/query-task.asl.json");
  private static final Map<String, String> SUBSTITUTIONS = Map.of("TaskFunction", "task-function");

  private static Arguments mistake(String right, String wrong, String told) {
    return Arguments.of(right, wrong, told);
  }

  static Stream<Arguments> mistakes() {
    String runPayload = "{\"step\": \"run\", \"taskId.$\": \"$.taskId\"}";
    return Stream.of(
        mistake(
            "\"Type\": \"Succeed\"",
            "\"Type\": \"Success\"",
            "/States/Ended/Type: 'Success' is not a type of state. Write one of Task, Choice"),
        mistake(
            "\"TimeoutSeconds\": 870",
            "\"TimeoutSecs\": 870",
            "/States/Run/TimeoutSecs: 'TimeoutSecs' is not a field of a Task state"),
        mistake(
            "\"TimeoutSeconds\": 870",
            "\"TimeoutSecondsPath\": \"$.seconds\"",
            "/States/Run/TimeoutSecondsPath: 'TimeoutSecondsPath' is not a field"),
        mistake(
            "\"StringEquals\": \"commit\"",
            "\"StringEqual\": \"commit\"",
            "/States/Ran/Choices/0/And/1/StringEqual: 'StringEqual' is not an operator"),
        mistake(
            "\"Next\": \"Claimed\"",
            "\"Next\": \"Claim1\"",
            "/States/Claim: it leads to 'Claim1', and there is no such state"),
        mistake(
            "\"Default\": \"WithoutCause\"",
            "\"Default\": \"Fail\"",
            "/States/WithoutCause: no state leads to 'WithoutCause'"),
        mistake(
            "\"StartAt\": \"Claim\"",
            "\"StartAt\": \"Start\"",
            "/StartAt: there is no state 'Start'"),
        mistake(
            "\"StartAt\": \"Claim\"",
            "\"StartAt\": \"Claim\", \"QueryLanguage\": \"JSONata\"",
            "/QueryLanguage: 'QueryLanguage' is 'JSONata', which is not run here"),
        mistake(
            "\"Next\": \"Claimed\"",
            "\"Next\": \"Claimed\", \"End\": true",
            "/States/Claim: it must either lead to a state or end"),
        mistake(
            "\"StringEquals\": \"commit\"",
            "\"StringEquals\": 7",
            "/States/Ran/Choices/0/And/1/StringEquals: 'StringEquals' is 7. Write text"),
        mistake(
            "\"execution.$\": \"$$.Execution.Id\"",
            "\"execution.$\": \"$$.Execution.RoleArn\"",
            "'$$.Execution.RoleArn' is not in the context object here"),
        mistake(
            "\"execution.$\": \"$$.Execution.Id\"",
            "\"execution.$\": \"$$.Task.Token\"",
            "there is a token only where the resource ends in '.waitForTaskToken'"),
        mistake(
            "\"CausePath\": \"$.unrecorded.Error\"",
            "\"CausePath\": \"$$.Task.Token\"",
            "/States/Unrecorded/CausePath: '$$.Task.Token' is not in the context object here"),
        mistake(
            runPayload,
            "{\"step\": \"run\", \"taskId.$\": \"States.UUID()\"}",
            "/States/Run/Parameters/Payload/taskId.$: the intrinsic function 'States.UUID()'"),
        mistake(
            runPayload,
            "{\"step\": \"run\", \"taskId.$\": \"$.[\"}",
            "/States/Run/Parameters/Payload/taskId.$: '$.[' is not a JSONPath"),
        mistake(
            "\"TimeoutSeconds\": 870",
            "\"TimeoutSeconds\": 870, \"HeartbeatSeconds\": 60",
            "/States/Run/HeartbeatSeconds: a function that answers by itself sends no heartbeat"),
        mistake(
            "\"ResultPath\": \"$.run\"",
            "\"ResultPath\": \"$.runs[0]\"",
            "/States/Run/ResultPath: 'ResultPath' is \"$.runs[0]\""),
        mistake(
            "[\"States.ALL\"], \"ResultPath\": \"$.unrecorded\"",
            "[\"States.ALL\", \"X\"], \"ResultPath\": \"$.unrecorded\"",
            "/States/Fail/Catch/1/ErrorEquals: 'States.ALL' must be alone"),
        mistake(
            "\"ErrorEquals\": [\"dev.sluice.task.step.TaskInterrupted\"]",
            "\"ErrorEquals\": [\"States.Runtime\"]",
            "/States/Run/Retry/3/ErrorEquals: 'States.Runtime' ends an execution"),
        mistake(
            "\"ErrorEquals\": [\"dev.sluice.task.step.TaskInterrupted\"],",
            "\"ErrorEquals\": [\"dev.sluice.task.step.TaskInterrupted\"], \"JitterStrategy\": \"HALF\", \"X\": 1,",
            "this is not JSON in line"),
        mistake(
            "\"Type\": \"Fail\",\n      \"Error\": \"TaskFailed\",",
            "\"Type\": \"Fail\", \"Error\": \"TaskFailed\", \"ErrorPath\": \"$.error.Error\",",
            "/States/Failed/Error: there is a path for it as well"),
        mistake("\"StartAt\"", "\"StartAt", "this is not JSON in line 3 at "));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void parse_mistake_isToldWithItsPlace(String right, String wrong, String told)
      throws IOException {
    String text = Files.readString(FILE);
    assertThat(text).contains(right);
    assertThatThrownBy(() -> parse(text.replace(right, wrong)))
        .isInstanceOf(MachineException.class)
        .hasMessageContaining("query-task.asl.json: ")
        .hasMessageContaining(told);
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void parse_mistake_hasARemedy(String right, String wrong, String told) throws IOException {
    String text = Files.readString(FILE).replace(right, wrong);
    assertThatThrownBy(() -> parse(text))
        .message()
        .satisfies(
            message ->
                assertThat(message.lines())
                    .allMatch(line -> line.matches("query-task\\.asl\\.json: /.*: .*\\. [A-Z].*")));
  }

  @Test
  void parse_severalMistakes_areAllTold() throws IOException {
    String text =
        Files.readString(FILE)
            .replace("\"TimeoutSeconds\": 870", "\"TimeoutSeconds\": 0")
            .replace("\"TimeoutSeconds\": 60", "\"TimeoutSeconds\": \"60\"");
    assertThatThrownBy(() -> parse(text))
        .hasMessageContaining("/States/Run/TimeoutSeconds: 'TimeoutSeconds' is 0.")
        .hasMessageContaining("/States/Commit/TimeoutSeconds: 'TimeoutSeconds' is \"60\".");
  }

  @Test
  void read_substitutionMissing_isToldByName() {
    assertThatThrownBy(() -> StateMachine.read(FILE, Map.of()))
        .hasMessage("query-task.asl.json: has no value for TaskFunction. Give one for each");
  }

  @ParameterizedTest
  @MethodSource("otherServices")
  void parse_resourceThatIsNotRunHere_isRefusedByName(String resource) throws IOException {
    String text = Files.readString(FILE).replace("arn:aws:states:::lambda:invoke", resource);
    assertThatThrownBy(() -> parse(text))
        .hasMessageContaining("/States/Run/Resource: '" + resource + "' is not run here");
  }

  static Stream<String> otherServices() {
    return Stream.of(
        "arn:aws:states:::sqs:sendMessage",
        "arn:aws:states:::states:startExecution.sync:2",
        "arn:aws:states:us-east-1:123456789012:activity:a",
        "arn:aws:lambda:us-east-1:123456789012:function:f");
  }

  @Test
  void parse_everyRefusedShape_isToldByName() {
    assertThat(refusal("{'Type': 'Map', 'Iterator': {}, 'End': true}"))
        .contains("'Iterator' is not a field of a Map state");
    assertThat(
            refusal(
                "{'Type': 'Map', 'ItemReader': {}, 'ItemProcessor': {'ProcessorConfig': "
                    + "{'Mode': 'DISTRIBUTED'}, 'StartAt': 'P', 'States': {'P': {'Type': 'Pass', "
                    + "'End': true}}}, 'End': true}"))
        .contains("'ItemReader' is not a field of a Map state")
        .contains("/States/S/ItemProcessor/ProcessorConfig/Mode: 'DISTRIBUTED' is not run here");
    assertThat(refusal("{'Type': 'Wait', 'Seconds': 1, 'SecondsPath': '$.s', 'End': true}"))
        .contains("has 2 of the fields that say how long");
    assertThat(refusal("{'Type': 'Wait', 'Timestamp': 'noon', 'End': true}"))
        .contains("'Timestamp' is \"noon\"");
    assertThat(refusal("{'Type': 'Pass', 'Assign': {}, 'End': true}"))
        .contains("'Assign' is not a field of a Pass state");
    assertThat(refusal("{'Type': 'Parallel', 'End': true}"))
        .contains("a Parallel state has no 'Branches'");
    assertThat(refusal("{'Type': 'Choice', 'Choices': [{'Condition': '{% true %}', 'Next': 'S'}]}"))
        .contains("'Condition' is not an operator");
    assertThat(refusal("{'Type': 'Pass', 'Next': 'S'}")).contains("no state ends it");
  }

  private static String refusal(String state) {
    String text = "{'StartAt': 'S', 'States': {'S': " + state + "}}";
    try {
      parse(text.replace('\'', '"'));
      return "";
    } catch (MachineException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static StateMachine parse(String text) {
    return StateMachine.parse("query-task", text, SUBSTITUTIONS);
  }
}
