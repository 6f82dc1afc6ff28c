package dev.sluice.task.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.task.TaskId;
import dev.sluice.task.TaskStoreException;
import dev.sluice.task.aws.PlayedService.Answer;
import dev.sluice.task.aws.PlayedService.Request;
import dev.sluice.telemetry.Telemetry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What goes over the wire. */
class SfnExecutionsTest {
  private static final String MACHINE = "arn:aws:states:eu-west-1:123456789012:stateMachine:tasks";
  private static final String STARTED =
      "{\"executionArn\":\"arn:aws:states:eu-west-1:123456789012:execution:tasks:x\",\"startDate\":1}";

  private final TaskId id = TaskId.random();
  private final List<Request> asked = new ArrayList<>();
  private final PlayedService service = PlayedService.start(_ -> null);
  private final SfnExecutions executions =
      new SfnExecutions(service.access(), MACHINE, Telemetry.discarding());

  @AfterEach
  void close() {
    executions.close();
    service.close();
  }

  @Test
  void start_new_isNamedByTheTask() throws Exception {
    answering(new Answer(200, STARTED));

    executions.start(id);

    assertThat(asked.getFirst().operation()).isEqualTo("StartExecution");
    JsonNode body = JsonMapper.shared().readTree(asked.getFirst().body());
    assertThat(body.path("name").asString()).isEqualTo(id.text());
    assertThat(body.path("stateMachineArn").asString()).isEqualTo(MACHINE);
    assertThat(body.path("input").asString()).isEqualTo("{\"taskId\":\"" + id.text() + "\"}");
  }

  @Test
  void start_thereAlready_isFine() throws Exception {
    answering(Answer.error("ExecutionAlreadyExists"));

    executions.start(id);

    assertThat(asked).hasSize(1);
  }

  @Test
  void start_refused_isAFailureWithoutTheServicesWords() {
    answering(Answer.error("StateMachineDoesNotExist"));

    assertThatThrownBy(() -> executions.start(id))
        .isInstanceOf(TaskStoreException.class)
        .hasMessage("could not start an execution: StateMachineDoesNotExistException, HTTP 400");
  }

  @Test
  void hasEnded_anyStatus_isWhetherItRunsNoMore() throws Exception {
    for (String status : Set.of("RUNNING", "PENDING_REDRIVE")) {
      answering(described(status));
      assertThat(executions.hasEnded(id)).as(status).isFalse();
    }
    for (String status : Set.of("SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED")) {
      answering(described(status));
      assertThat(executions.hasEnded(id)).as(status).isTrue();
    }
    answering(Answer.error("ExecutionDoesNotExist"));
    assertThat(executions.hasEnded(id)).isFalse();
    assertThat(
            JsonMapper.shared().readTree(asked.getFirst().body()).path("executionArn").asString())
        .isEqualTo("arn:aws:states:eu-west-1:123456789012:execution:tasks:" + id.text());
  }

  @Test
  void goOn_waitsNoMore_isLeftAlone() throws Exception {
    answering(new Answer(200, "{}"));
    executions.goOn("token");
    assertThat(asked.getFirst().operation()).isEqualTo("SendTaskSuccess");
    assertThat(JsonMapper.shared().readTree(asked.getFirst().body()).path("taskToken").asString())
        .isEqualTo("token");

    for (String type : Set.of("TaskTimedOut", "InvalidToken", "TaskDoesNotExist")) {
      answering(Answer.error(type));
      executions.goOn("token");
    }
  }

  @Test
  void start_throttledOnce_isSentAgain() throws Exception {
    service.does(
        request -> {
          asked.add(request);
          return request.number() == 1
              ? Answer.error("ThrottlingException")
              : new Answer(200, STARTED);
        });

    executions.start(id);

    assertThat(asked).hasSize(2);
  }

  @Test
  void machine_noArnOfOne_isRefused() {
    assertThatThrownBy(() -> new SfnExecutions(service.access(), "tasks", Telemetry.discarding()))
        .hasMessage("'tasks' is no ARN of a state machine: it has no ':stateMachine:'");
  }

  private void answering(Answer answer) {
    service.does(
        request -> {
          asked.add(request);
          return answer;
        });
  }

  private static Answer described(String status) {
    return new Answer(
        200,
        "{\"executionArn\":\"x\",\"stateMachineArn\":\"x\",\"startDate\":1,\"status\":\""
            + status
            + "\"}");
  }
}
