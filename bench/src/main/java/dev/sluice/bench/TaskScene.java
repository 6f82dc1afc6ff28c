package dev.sluice.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.gateway.TaskStack;
import dev.sluice.states.Functions;
import dev.sluice.testkit.DeploymentZip;
import dev.sluice.testkit.FunctionOptions;
import dev.sluice.testkit.FunctionPool;
import dev.sluice.testkit.FunctionProcess;
import dev.sluice.testkit.Outcome;
import dev.sluice.testkit.ProxyAnswer;
import dev.sluice.testkit.TcpProxy;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * All that tasks run on: the deployed function, the task-function, and the sweeper once a minute,
 * over DynamoDB Local and the deployed state machine, which can both be taken away. One call in ten
 * starts a task, one in ten asks after it, the rest read a table. Its calls are safe for use by
 * several threads.
 */
final class TaskScene implements Scene {
  private static final int FUNCTIONS = 3;
  private static final int WORKERS = 2;
  private static final int EVERY = 10;
  private static final int SWEEP_SECONDS = 60;
  private static final String SQL = "select l_orderkey, l_comment from lineitem limit 20000";
  private static final String SWEEP_ZIP = "functions/ops-function/target/ops-function-lambda.zip";
  private static final String SWEEP_HANDLER = "dev.sluice.function.ops.SweepHandler";
  private static final String TASK_ZIP = "functions/task-function/target/task-function-lambda.zip";
  private static final String TASK_HANDLER = "dev.sluice.function.task.TaskHandler";
  private static final byte[] BY_THE_CLOCK = "{}".getBytes(UTF_8);
  private static final JsonMapper JSON = JsonMapper.shared();

  private final TraceRecorder recorder;
  private final Path deployment;
  private final Map<String, String> environment;
  private final byte[] table;
  private final byte[] start;
  private final FunctionPool workers;
  private final TaskStack stack;
  private final URI machines;
  private final ThrottlingProxy store;
  private final TcpProxy storeWire;
  private final ThrottlingProxy starts;
  private final Environments functions;
  private final Environments sweeper;
  private volatile String newest = "";
  private volatile @Nullable Thread sweep;

  /** Starts all of it. */
  TaskScene(Stage stage, TraceRecorder recorder) throws Exception {
    this.recorder = recorder;
    this.table = CustomerOrders.in(stage.cluster()).event();
    this.start =
        McpRequest.toolsCall("start_query", JSON.writeValueAsString(Map.of("sql", SQL)))
            .event()
            .toBytes();
    this.deployment = Files.createTempDirectory(stage.folder(), "task-function-");
    DeploymentZip.unpack(Stage.root().resolve(TASK_ZIP), deployment);
    this.environment = new TreeMap<>(stage.environment());
    this.workers = new FunctionPool(this::worker, WORKERS);
    this.stack = TaskStack.start(Stage.root(), null, List.of(), (_, payload) -> step(payload));
    Map<String, String> settings = stack.environment();
    this.machines = URI.create(settings.getOrDefault("AWS_ENDPOINT_URL_SFN", ""));
    this.store =
        new ThrottlingProxy(
            URI.create(settings.getOrDefault("AWS_ENDPOINT_URL_DYNAMODB", "")), this::throttled);
    this.storeWire = TcpProxy.to("127.0.0.1", store.port());
    this.starts = new ThrottlingProxy(machines, _ -> {});
    environment.putAll(settings);
    environment.put("AWS_ENDPOINT_URL_DYNAMODB", "http://127.0.0.1:" + storeWire.port());
    environment.put("AWS_ENDPOINT_URL_SFN", "http://127.0.0.1:" + starts.port());
    this.functions = TableScene.functions(stage, environment, FUNCTIONS, recorder);
    this.sweeper = new Environments("sweep-function", 1, this::sweeperProcess, recorder);
    for (int i = 0; i < FUNCTIONS * EVERY; i++) {
      call(i);
    }
  }

  /** Takes the store's place: its port refuses. */
  void loseStore() throws IOException {
    storeWire.refuse();
    storeWire.cutAll();
  }

  /** Gives it back. */
  void returnStore() throws IOException {
    storeWire.pass();
  }

  /**
   * Throttles the table of tasks. DynamoDB counts each request that it throttles, of those that
   * read and of those that write.
   */
  void throttleStore() {
    store.throttle((_, body) -> body.contains("\"tasks\""));
  }

  /** Throttles what starts executions. */
  void throttleStarts() {
    starts.throttle((operation, _) -> operation.equals("StartExecution"));
  }

  /** Lets everything through again. */
  void pass() {
    store.pass();
    starts.pass();
  }

  /** Kills an environment that works on a step, if there is one within some seconds. */
  void killAtWork() throws InterruptedException {
    long endNanos = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    while (System.nanoTime() < endNanos) {
      for (FunctionProcess busy : workers.busy()) {
        if (ProcessHandle.of(busy.pid()).map(ProcessHandle::destroyForcibly).orElse(false)) {
          return;
        }
      }
      Thread.sleep(5);
    }
  }

  @Override
  public int atOnce() {
    return FUNCTIONS;
  }

  @Override
  public void call(int number) throws InterruptedException {
    switch (number % EVERY) {
      case 0 -> {
        if (functions.invoke(start) instanceof Outcome.Answer answer) {
          JsonNode body = JSON.readTree(ProxyAnswer.parse(answer.bytes()).body());
          newest = body.at("/result/structuredContent/task_id").asString(newest);
        }
      }
      case EVERY / 2 -> {
        String asked = JSON.writeValueAsString(Map.of("task_id", newest));
        Outcome _ = functions.invoke(McpRequest.toolsCall("task_status", asked).event().toBytes());
      }
      default -> {
        Outcome _ = functions.invoke(table);
      }
    }
  }

  @Override
  public void everySecond(int second) {
    if (second % SWEEP_SECONDS == 0) {
      sweep = Thread.ofVirtual().start(this::sweep);
    }
  }

  /**
   * Step Functions counts an execution when it starts, and once more by how it ended; both as its
   * API lists them.
   */
  @Override
  public void last() throws Exception {
    Thread lastSweep = sweep;
    if (lastSweep != null) {
      lastSweep.join(Duration.ofSeconds(30));
    }
    String machine = environment.getOrDefault("SLUICE_TASKS_STATE_MACHINE", "");
    Map<String, String> dimensions = Map.of("StateMachineArn", "query-task");
    for (JsonNode execution : executions(machine)) {
      recorder.measured(
          at(execution, "startDate"), "AWS/States", "ExecutionsStarted", dimensions, 1);
      String metric =
          switch (execution.path("status").asString("")) {
            case "FAILED" -> "ExecutionsFailed";
            case "TIMED_OUT" -> "ExecutionsTimedOut";
            default -> "";
          };
      if (!metric.isEmpty()) {
        recorder.measured(at(execution, "stopDate"), "AWS/States", metric, dimensions, 1);
      }
    }
  }

  @Override
  public void close() throws IOException {
    functions.close();
    sweeper.close();
    workers.close();
    storeWire.close();
    store.close();
    starts.close();
    stack.close();
  }

  private void sweep() {
    try {
      Outcome _ = sweeper.invoke(BY_THE_CLOCK);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void throttled(String operation) {
    boolean reads = operation.equals("GetItem") || operation.equals("Query");
    recorder.measured(
        "AWS/DynamoDB",
        reads ? "ReadThrottleEvents" : "WriteThrottleEvents",
        Map.of("TableName", "tasks"),
        1);
  }

  private JsonNode executions(String machine) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(machines)
              .header("X-Amz-Target", "AWSStepFunctions.ListExecutions")
              .header("Content-Type", "application/x-amz-json-1.0")
              .POST(
                  BodyPublishers.ofString(
                      JSON.writeValueAsString(
                          Map.of("stateMachineArn", machine, "maxResults", 1_000))))
              .build();
      JsonNode answer = JSON.readTree(client.send(request, BodyHandlers.ofString()).body());
      if (!answer.has("executions") || answer.has("nextToken")) {
        throw new IllegalStateException("executions are not listed, or more than 1,000");
      }
      return answer.path("executions");
    }
  }

  private static Instant at(JsonNode execution, String field) {
    return Instant.ofEpochMilli(Math.round(execution.path(field).asDouble() * 1_000));
  }

  private Functions.Outcome step(String payload) {
    try {
      Outcome outcome =
          recorder.invocation("task-function", () -> workers.invoke(payload.getBytes(UTF_8)));
      return switch (outcome) {
        case Outcome.Answer answer -> new Functions.Answer(answer.text());
        case Outcome.FunctionError error -> new Functions.Failed(error.type(), error.message());
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Functions.Failed("Lambda.ServiceException", "interrupted");
    }
  }

  private FunctionProcess worker() throws IOException {
    FunctionProcess function =
        FunctionProcess.start(
            deployment,
            TASK_HANDLER,
            FunctionOptions.defaults()
                .withFunctionName(TaskStack.FUNCTION)
                .withJvmArguments("-Xmx256m")
                .withTimeout(Duration.ofMinutes(15))
                .withEnvironment(environment));
    recorder.watch(function);
    return function;
  }

  private FunctionProcess sweeperProcess() throws IOException {
    return FunctionProcess.start(
        Stage.root().resolve(SWEEP_ZIP),
        SWEEP_HANDLER,
        FunctionOptions.defaults()
            .withFunctionName("sluice-sweep")
            .withJvmArguments("-Xmx200m")
            .withTimeout(Duration.ofSeconds(50))
            .withEnvironment(environment));
  }
}
