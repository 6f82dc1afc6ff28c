package dev.sluice.task.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.Principal;
import dev.sluice.task.AtOnce;
import dev.sluice.task.Backend;
import dev.sluice.task.Task;
import dev.sluice.task.TaskId;
import dev.sluice.task.TaskLimits;
import dev.sluice.task.TaskStatus;
import dev.sluice.task.TaskStatus.Cancelled;
import dev.sluice.task.TaskStatus.Running;
import dev.sluice.task.TaskStatus.Started;
import dev.sluice.task.TaskStore.Written;
import dev.sluice.task.TaskStoreException;
import dev.sluice.task.Work;
import dev.sluice.task.aws.PlayedService.Answer;
import dev.sluice.telemetry.Metric;
import dev.sluice.telemetry.RecordingTelemetry;
import dev.sluice.testkit.TcpProxy;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

class DynamoDbFaultsIT {
  private static final Instant NOW = Instant.parse("2026-11-26T04:00:00Z");
  private static Backend dynamo;

  private final RecordingTelemetry telemetry = new RecordingTelemetry();
  private PlayedService between;
  private DynamoDbTaskStore store;
  private String table;

  @BeforeAll
  static void start() throws Exception {
    dynamo = Backend.start();
  }

  @AfterAll
  static void stop() throws Exception {
    dynamo.close();
  }

  @BeforeEach
  void open() throws Exception {
    table = "tasks-" + UUID.randomUUID();
    TaskTable.create(Access.to(dynamo.dynamoDb()), table);
    between = PlayedService.start(request -> request.forward().to(dynamo.dynamoDb()));
    store = store(between.access());
  }

  @AfterEach
  void close() {
    store.close();
    between.close();
  }

  @Test
  void calls_allThrottled_sendAtMostAFifthMoreRequests() throws Exception {
    Task task = stored();
    for (String type : Set.of("ThrottlingException", "ProvisionedThroughputExceededException")) {
      between.does(_ -> Answer.error(type));
      between.forget();
      int calls = 300;
      for (int i = 0; i < calls / 3; i++) {
        assertThatThrownBy(() -> store.find(task.id())).isInstanceOf(TaskStoreException.class);
        assertThatThrownBy(() -> store.change(task, task.becomes(new Started(), NOW)))
            .isInstanceOf(TaskStoreException.class);
        assertThatThrownBy(() -> store.waiting(1)).isInstanceOf(TaskStoreException.class);
      }
      System.out.println(type + ": " + between.requests() + " requests for " + calls + " calls");
      assertThat(between.requests()).isBetween(calls, calls * 12 / 10);
    }
  }

  @Test
  void calls_throttledFrom50ThreadsAtOnce_sendAtMostAFifthMoreRequests() throws Exception {
    between.does(_ -> Answer.error("ThrottlingException"));

    assertThat(AtOnce.times(50, () -> store.find(TaskId.random())))
        .hasSize(50)
        .hasOnlyElementsOfType(TaskStoreException.class);

    assertThat(between.requests()).isBetween(50, 60);
  }

  @Test
  void transaction_throttledByOneOfItsItems_isAFailureAndNoConflict() throws Exception {
    Task task = stored();
    between.does(
        _ ->
            new Answer(
                400,
                """
                {"__type": "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
                 "CancellationReasons":
                   [{"Code": "None"}, {"Code": "ThrottlingError"}, {"Code": "None"}]}
                """));
    between.forget();

    assertThatThrownBy(() -> store.change(task, task.becomes(new Started(), NOW)))
        .isInstanceOf(TaskStoreException.class)
        .hasMessage("could not change a task: TransactionCanceledException, HTTP 400");
    assertThat(between.requests()).isLessThanOrEqualTo(2);
  }

  @Test
  void call_throttledOnce_isAnsweredByTheSecondRequest() throws Exception {
    Task task = stored();
    between.forget();
    between.does(
        request ->
            request.number() == 1
                ? Answer.error("ThrottlingException")
                : request.forward().to(dynamo.dynamoDb()));

    assertThat(store.find(task.id())).contains(task);
    assertThat(telemetry.sum(Metric.TASK_STORE_RETRIES)).isEqualTo(1);
  }

  @Test
  void change_itsAnswerWasLost_isDoneOnce() throws Exception {
    Task task = waiting();
    loseFirstAnswer();
    assertThat(store.create(task)).isEqualTo(Written.DONE);

    Task started = change(task, new Started());
    Task running = change(started, Running.attempt(1));
    change(running, new Cancelled());

    Task again = waiting();
    assertThat(store.create(again)).isEqualTo(Written.DONE);
    assertThat(store.change(again, again.becomes(new Started(), NOW)))
        .as("the only turn was given back")
        .isEqualTo(Written.DONE);
  }

  /** What a second writer wrote the same must not look like one's own. */
  @Test
  void change_anotherWroteTheSameWhileTheFirstRequestFailed_isChanged() throws Exception {
    Task task = stored();
    Task started = task.becomes(new Started(), NOW);
    assertThat(store.change(task, started)).isEqualTo(Written.DONE);
    Task running = started.becomes(Running.attempt(1), NOW);
    between.forget();
    between.does(
        request -> {
          if (request.number() == 1) {
            try (DynamoDbTaskStore other = store(Access.to(dynamo.dynamoDb()))) {
              assertThat(other.change(started, running)).isEqualTo(Written.DONE);
            } catch (TaskStoreException e) {
              throw new AssertionError(e);
            }
            return new Answer(500, "{}");
          }
          return request.forward().to(dynamo.dynamoDb());
        });

    assertThat(store.change(started, running)).isEqualTo(Written.CHANGED);
  }

  @Test
  void call_noAnswerAtAll_endsInBoundedTime() throws Exception {
    URI target = dynamo.dynamoDb();
    try (TcpProxy proxy = TcpProxy.to(target.getHost(), target.getPort());
        DynamoDbTaskStore far = store(Access.to(URI.create("http://127.0.0.1:" + proxy.port())))) {
      assertThat(far.find(TaskId.random())).isEmpty();
      proxy.blackhole();
      long start = System.nanoTime();

      assertThatThrownBy(() -> far.find(TaskId.random()))
          .isInstanceOf(TaskStoreException.class)
          .hasMessageStartingWith("could not read a task: ");

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(6));
      proxy.pass();
      assertThat(far.find(TaskId.random())).isEmpty();
    }
  }

  @Test
  void call_connectionDiedBetweenCalls_isAnswered() throws Exception {
    URI target = dynamo.dynamoDb();
    try (TcpProxy proxy = TcpProxy.to(target.getHost(), target.getPort());
        DynamoDbTaskStore far = store(Access.to(URI.create("http://127.0.0.1:" + proxy.port())))) {
      for (int i = 0; i < 5; i++) {
        assertThat(far.find(TaskId.random())).isEmpty();
        proxy.cutAll();
      }
      assertThat(far.find(TaskId.random())).isEmpty();
      proxy.forgetAll();
      assertThat(far.find(TaskId.random())).isEmpty();
    }
  }

  @Test
  void create_largerThanAnItem_isRefusedBeforeAnyRequest() throws Exception {
    Task task =
        Task.waiting(
            TaskId.random(),
            new Principal("s", Set.of()),
            new Work("t", JsonNodeFactory.instance.objectNode().put("a", "ä".repeat(200_000)), "v"),
            NOW,
            NOW.plusSeconds(60));
    between.forget();

    assertThatThrownBy(() -> store.create(task))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the table keeps 390000");
    assertThat(between.requests()).isZero();
  }

  private void loseFirstAnswer() {
    between.does(
        request -> {
          Answer answer = request.forward().to(dynamo.dynamoDb());
          return request.number() == 1 ? null : answer;
        });
    between.forget();
  }

  private Task change(Task before, TaskStatus next) throws TaskStoreException {
    loseFirstAnswer();
    Task after = before.becomes(next, NOW);
    try (DynamoDbTaskStore fresh = store(between.access())) {
      assertThat(fresh.change(before, after)).isEqualTo(Written.DONE);
      assertThat(between.requests()).isEqualTo(2);
      assertThat(fresh.find(after.id())).contains(after);
    }
    return after;
  }

  private DynamoDbTaskStore store(AwsAccess access) {
    return new DynamoDbTaskStore(access, table, new TaskLimits(1, 1, 5, 60), telemetry);
  }

  private Task stored() throws TaskStoreException {
    Task task = waiting();
    assertThat(store.create(task)).isEqualTo(Written.DONE);
    return task;
  }

  private static Task waiting() {
    return Task.waiting(
        TaskId.random(),
        new Principal("s", "a", Set.of(), false),
        new Work("tool", JsonNodeFactory.instance.objectNode(), "v1"),
        NOW,
        NOW.plusSeconds(60));
  }
}
