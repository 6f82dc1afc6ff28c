package dev.sluice.states;

import static dev.sluice.states.Machines.ASK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.InvalidExecutionInputException;
import software.amazon.awssdk.services.sfn.model.InvalidNameException;
import software.amazon.awssdk.services.sfn.model.InvalidOutputException;
import software.amazon.awssdk.services.sfn.model.InvalidTokenException;
import software.amazon.awssdk.services.sfn.model.SfnException;
import software.amazon.awssdk.services.sfn.model.StartExecutionResponse;
import software.amazon.awssdk.services.sfn.model.StateMachineDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.TaskTimedOutException;

/** AWS's own client against the endpoint, unchanged. */
class StatesEndpointIT {
  private static final String MACHINE = Executions.machineArn("m");
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final BlockingQueue<String> tokens = new LinkedBlockingQueue<>();
  private final Executions executions =
      new Executions(
          List.of(Machines.of("'S': {" + ASK + ", 'HeartbeatSeconds': 60, 'End': true}")),
          (_, payload) -> {
            tokens.add(Payloads.JSON.readTree(payload).get("token").asString());
            return new Functions.Answer("null");
          });
  private StatesEndpoint endpoint;
  private SfnClient client;

  @BeforeEach
  void start() throws IOException {
    endpoint = StatesEndpoint.start(executions, 0);
    client =
        SfnClient.builder()
            .endpointOverride(endpoint.uri())
            .region(Region.US_EAST_1)
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .httpClient(UrlConnectionHttpClient.create())
            .build();
  }

  @AfterEach
  void stop() {
    client.close();
    endpoint.close();
    executions.close();
  }

  private StartExecutionResponse start(String name, String input) {
    return client.startExecution(r -> r.stateMachineArn(MACHINE).name(name).input(input));
  }

  private String token() throws InterruptedException {
    return String.valueOf(tokens.poll(LIMIT.toSeconds(), TimeUnit.SECONDS));
  }

  private DescribeExecutionResponse ended(String arn) {
    executions.ended(arn).orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
    return client.describeExecution(r -> r.executionArn(arn));
  }

  @Test
  void sdk_taskSucceeds_isDescribedWithItsOutput() throws InterruptedException {
    StartExecutionResponse started = start("one", "{\"taskId\": \"t\"}");
    String token = token();
    DescribeExecutionResponse running =
        client.describeExecution(r -> r.executionArn(started.executionArn()));
    assertThat(running.status()).isEqualTo(ExecutionStatus.RUNNING);
    assertThat(running.startDate()).isEqualTo(started.startDate());
    assertThat(running.stopDate()).isNull();
    client.sendTaskHeartbeat(r -> r.taskToken(token));
    client.sendTaskSuccess(r -> r.taskToken(token).output("{\"next\":\"run\"}"));
    DescribeExecutionResponse end = ended(started.executionArn());
    assertThat(end.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(end.output()).isEqualTo("{\"next\":\"run\"}");
    assertThat(end.input()).isEqualTo("{\"taskId\":\"t\"}");
    assertThat(end.name()).isEqualTo("one");
    assertThat(end.stateMachineArn()).isEqualTo(MACHINE);
    assertThat(end.stopDate()).isAfterOrEqualTo(end.startDate());
    assertThatThrownBy(() -> client.sendTaskHeartbeat(r -> r.taskToken(token)))
        .isInstanceOf(TaskTimedOutException.class);
  }

  @Test
  void sdk_taskFails_isDescribedWithErrorAndCause() throws InterruptedException {
    StartExecutionResponse started = start("one", "{}");
    String token = token();
    client.sendTaskFailure(r -> r.taskToken(token).error("TaskRefused").cause("no"));
    DescribeExecutionResponse end = ended(started.executionArn());
    assertThat(end.status()).isEqualTo(ExecutionStatus.FAILED);
    assertThat(end.error()).isEqualTo("TaskRefused");
    assertThat(end.cause()).isEqualTo("no");
  }

  @Test
  void sdk_stopped_isAborted() {
    StartExecutionResponse started = start("one", "{}");
    assertThat(start("one", "{}").executionArn()).isEqualTo(started.executionArn());
    client.stopExecution(r -> r.executionArn(started.executionArn()).error("C").cause("c"));
    DescribeExecutionResponse end = ended(started.executionArn());
    assertThat(end.status()).isEqualTo(ExecutionStatus.ABORTED);
    assertThat(end.error()).isEqualTo("C");
  }

  @Test
  void sdk_listed_newestFirstByPages() {
    for (int i = 0; i < 5; i++) {
      start("n" + i, "{}");
    }
    client.stopExecution(r -> r.executionArn(start("n2", "{}").executionArn()));
    List<ExecutionListItem> all =
        client.listExecutionsPaginator(r -> r.stateMachineArn(MACHINE).maxResults(2)).stream()
            .flatMap(page -> page.executions().stream())
            .toList();
    assertThat(all)
        .extracting(ExecutionListItem::name)
        .containsExactly("n4", "n3", "n2", "n1", "n0");
    assertThat(
            client
                .listExecutions(
                    r -> r.stateMachineArn(MACHINE).statusFilter(ExecutionStatus.ABORTED))
                .executions())
        .extracting(ExecutionListItem::name)
        .containsExactly("n2");
  }

  @Test
  void sdk_refusals_areItsOwnExceptions() {
    start("one", "{}");
    assertThatThrownBy(() -> start("one", "[]"))
        .isInstanceOf(ExecutionAlreadyExistsException.class)
        .hasMessageContaining("take another name");
    assertThatThrownBy(() -> start("a b", "{}")).isInstanceOf(InvalidNameException.class);
    assertThatThrownBy(() -> start("two", "{")).isInstanceOf(InvalidExecutionInputException.class);
    assertThatThrownBy(() -> client.startExecution(r -> r.stateMachineArn("x")))
        .isInstanceOf(StateMachineDoesNotExistException.class);
    assertThatThrownBy(() -> client.describeExecution(r -> r.executionArn("x")))
        .isInstanceOf(ExecutionDoesNotExistException.class);
    assertThatThrownBy(() -> client.sendTaskSuccess(r -> r.taskToken("x").output("{}")))
        .isInstanceOf(InvalidTokenException.class);
    assertThatThrownBy(() -> client.sendTaskSuccess(r -> r.taskToken("x").output("{")))
        .isInstanceOf(InvalidOutputException.class);
    assertThatThrownBy(() -> client.listStateMachines())
        .isInstanceOf(SfnException.class)
        .hasMessageContaining("'ListStateMachines' is not served here");
  }

  @Test
  void http_withoutTargetOrJson_isRefused() throws Exception {
    assertThat(post("")).contains("UnknownOperationException");
    assertThat(post("AWSStepFunctions.StartExecution", "[]")).contains("ValidationException");
    assertThat(post("AWSStepFunctions.StartExecution", "x".repeat(2_000_000)))
        .contains("ValidationException");
  }

  private String post(String... targetAndBody) throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(endpoint.uri() + "/"));
    if (!targetAndBody[0].isEmpty()) {
      request.header("X-Amz-Target", targetAndBody[0]);
    }
    String body = targetAndBody.length > 1 ? targetAndBody[1] : "{}";
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> response =
          http.send(
              request.POST(HttpRequest.BodyPublishers.ofString(body)).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(response.statusCode()).isEqualTo(400);
      return response.body();
    }
  }
}
