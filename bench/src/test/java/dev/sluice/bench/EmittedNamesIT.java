package dev.sluice.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Environment;
import dev.sluice.control.aws.DynamoDbSwitchStore;
import dev.sluice.control.aws.SwitchSettings;
import dev.sluice.control.off.Switch;
import dev.sluice.control.off.SwitchStore;
import dev.sluice.control.off.Target;
import dev.sluice.gateway.TaskStack;
import dev.sluice.servers.RedisServer;
import dev.sluice.states.Functions;
import dev.sluice.telemetry.EmfTelemetry;
import dev.sluice.telemetry.Event;
import dev.sluice.telemetry.Metric;
import dev.sluice.testkit.FunctionOptions;
import dev.sluice.testkit.FunctionProcess;
import dev.sluice.testkit.Invocation;
import dev.sluice.testkit.Outcome;
import dev.sluice.testkit.TcpProxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The names that all deployed functions emit in processes of their own, at work and under every
 * fault that has one, held against those that the house knows and dashboards show.
 */
@ExtendWith(SharedStage.class)
class EmittedNamesIT {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration START_LIMIT = Duration.ofSeconds(90);

  /** Lambda's default. */
  private static final Duration SHORT_TIMEOUT = Duration.ofSeconds(3);

  private static final int CALLS_PER_MINUTE = 30;
  private static final String OFF = "revenue_by_nation";
  private static final String OPS = "ops-function";

  /** Of several terms, so that it runs until somebody ends it. */
  private static final String ENDLESS =
      "select count(*) as n from lineitem a, lineitem b, lineitem c, lineitem d";

  /** More than is kept, also deflated. */
  private static final String WIDE =
      """
      name: wide
      title: Wide
      description: Many hashes.
      input: { type: object, properties: {} }
      sql: select md5(g::text) || md5((-g)::text) as hash from generate_series(1, 9500) as g
      max_age_seconds: 60
      cache: { tags: [orders] }
      limits: { rows: 10000, bytes: 1048576, timeout_ms: 2000 }
      examples: [ {} ]
      """;

  private static final String YOUNG =
      """
      name: young
      title: Young
      description: Regions, as they were a second ago at most.
      input: { type: object, properties: {} }
      sql: select r_name from region
      max_age_seconds: 1
      limits: { rows: 10, bytes: 1024, timeout_ms: 2000 }
      examples: [ {} ]
      """;

  private static final String UNKNOWN_TASK = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0";

  private final List<FunctionProcess> processes = new ArrayList<>();

  /** Ids of invocations of the function that steps are. */
  private final Set<String> invocations = ConcurrentHashMap.newKeySet();

  @Test
  void metrics_thatFunctionsEmit_areThoseThatDashboardsShow(Stage stage) throws Exception {
    AtomicReference<FunctionProcess> steps = new AtomicReference<>();
    try (RedisServer redis = RedisServer.start(stage.folder().resolve("redis-names"));
        TcpProxy database = stage.proxyToReplica();
        TaskStack tasks =
            TaskStack.start(
                Stage.root(), null, List.of(), (_, payload) -> step(steps.get(), payload))) {
      Map<String, String> environment = new TreeMap<>(stage.environmentThrough(database));
      environment.putAll(tasks.environment());
      environment.put("SLUICE_CACHE_URL", "redis://127.0.0.1:" + redis.port());
      environment.put("SLUICE_PRIMARY_URL", stage.cluster().primaryUrl());
      environment.put("SLUICE_CATALOG", catalog(stage).toString());
      switchOff(environment);
      steps.set(start("task-function", "dev.sluice.function.task.TaskHandler", environment));
      ToolCaller mcp = mcp(stage.options().withEnvironment(environment), stage);
      FunctionProcess sweep = start(OPS, "dev.sluice.function.ops.SweepHandler", environment);
      steps.get().awaitReady(START_LIMIT);
      work(mcp, database);
      longWork(mcp, steps.get(), new ReplicaView(stage));
      database.refuse();
      database.cutAll();
      mcp.awaitStatus(mcp.startQuery("select r_regionkey from region"), "completed");
      Outcome _ = sweep.invoke("{}".getBytes(UTF_8));
      overspend(mcp);
      redis.kill();
      JsonNode _ = mcp.call("customer_orders", "{\"customer_id\": 7}");
      lookAndAuthorize();
      withoutAnything(stage, environment);
      withoutTime(stage, environment);
      withoutFreshRows(stage, environment, database);
      check(CrowdedGateway.printed(stage, database));
      assertThat(problems(steps.get()))
          .as("a step tells under the id of its invocation")
          .isNotEmpty()
          .allMatch(line -> invocations.contains(line.path("reference").asString("")));
      assertThat(processes.stream().flatMap(each -> problems(each).stream()))
          .as("every problem says within which call it was, or that it was in none")
          .isNotEmpty()
          .allMatch(line -> line.has("reference") != line.has("background"));
    } finally {
      for (FunctionProcess each : processes) {
        each.close();
      }
    }
  }

  /**
   * Holds the names that were emitted against the others.
   *
   * @param served what the local gateway printed, which serves many at once
   */
  private void check(String served) throws IOException {
    Set<String> emitted =
        Stream.concat(processes.stream().map(FunctionProcess::output), Stream.of(served))
            .flatMap(String::lines)
            .filter(line -> line.startsWith("{\"_aws\"") && line.endsWith("}"))
            .flatMap(line -> names(JSON.readTree(line)).stream())
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> known =
        Arrays.stream(Metric.values())
            .map(Metric::metricName)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(emitted).as("emitted by a run = known").isEqualTo(known);
    assertThat(onDashboards()).isEqualTo(emitted);
  }

  /** Rows, kept and read; a connection that is cut between two calls; a tool that is off. */
  private static void work(ToolCaller mcp, TcpProxy database) throws Exception {
    JsonNode _ = mcp.call("customer_orders", "{\"customer_id\": 7}");
    JsonNode _ = mcp.call("customer_orders", "{\"customer_id\": 7}");
    JsonNode _ = mcp.call("wide", "{}");
    JsonNode _ = mcp.call(OFF, "{\"from\": \"1992-01-01\", \"until\": \"1999-01-01\"}");
    database.cutAll();
    JsonNode _ = mcp.call("customer_orders", "{\"customer_id\": 8}");
  }

  /** Tasks that end well, badly, and because somebody wants it. */
  private static void longWork(ToolCaller mcp, FunctionProcess steps, ReplicaView replica)
      throws Exception {
    String endless = mcp.startQuery(ENDLESS);
    // Its plan is asked for first, under the same text, and is there in no time.
    Await.until(
        "its statement runs",
        () -> {
          boolean runs = replica.running("lineitem d") > 0;
          Thread.sleep(300);
          return runs && replica.running("lineitem d") > 0;
        });
    JsonNode _ = mcp.call("cancel_task", ToolCaller.taskId(endless));
    Await.until("it was cancelled", () -> replica.running("lineitem d") == 0);
    assertThat(steps.output()).contains(Metric.STATEMENT_CANCELS.metricName());
    mcp.awaitStatus(mcp.startQuery("select r_name from region"), "completed");
    mcp.awaitStatus(
        mcp.startQuery("select 1 / (r_regionkey - r_regionkey) as n from region"), "failed");
  }

  private static void overspend(ToolCaller mcp) throws Exception {
    for (int i = 0; i <= 2 * CALLS_PER_MINUTE; i++) {
      JsonNode _ = mcp.call("customer_orders", "{\"customer_id\": 7}");
    }
  }

  /** The duties that need nothing of the rest, and the authorizer of an issuer that is away. */
  private void lookAndAuthorize() throws Exception {
    String nobody = "http://127.0.0.1:" + closedPort();
    FunctionProcess beat = start(OPS, "dev.sluice.function.ops.BeatHandler", Map.of());
    Outcome _ = beat.invoke("{\"Records\":[{\"EventSource\":\"aws:sns\"}]}".getBytes(UTF_8));
    Map<String, String> probing = new TreeMap<>();
    probing.put("AWS_ACCESS_KEY_ID", "id");
    probing.put("AWS_SECRET_ACCESS_KEY", "secret");
    probing.put("AWS_ENDPOINT_URL_LAMBDA", nobody);
    probing.put("SLUICE_PROBE_URL", nobody + "/mcp");
    probing.put("SLUICE_PROBE_FUNCTION", "sluice-mcp:live");
    FunctionProcess probe = start(OPS, "dev.sluice.function.ops.ProbeHandler", probing);
    Outcome _ = probe.invoke("{}".getBytes(UTF_8));
    FunctionProcess authorizer =
        start(
            "authorizer-function",
            "dev.sluice.function.authorizer.AuthorizerHandler",
            Map.of(
                "SLUICE_ISSUER", nobody,
                "SLUICE_ISSUER_KEYS_URL", nobody + "/keys",
                "SLUICE_ISSUER_LOOPBACK", "true",
                "SLUICE_RESOURCE", "https://sluice.test/mcp",
                "SLUICE_TOKEN_FORM", "jwt"));
    for (String token :
        List.of("Basic x", "Bearer " + "eyJhbGciOiJSUzI1NiIsImtpZCI6ImEifQ.e30.AA")) {
      Outcome _ =
          authorizer.invoke(
              """
              {"type": "REQUEST", "methodArn": "arn:aws:execute-api:::api/live/POST/mcp",
               "multiValueHeaders": {"Authorization": ["%s"]}}
              """
                  .formatted(token)
                  .getBytes(UTF_8));
    }
  }

  /** A function without budgets that reaches nothing, and whose records find no room. */
  private void withoutAnything(Stage stage, Map<String, String> with) throws Exception {
    int nobody = closedPort();
    Map<String, String> environment = new TreeMap<>(with);
    environment.remove("SLUICE_CATALOG");
    environment.remove("SLUICE_PRIMARY_URL");
    environment.put("SLUICE_REPLICA_URLS", "jdbc:postgresql://127.0.0.1:" + nobody + "/sluice");
    environment.put("SLUICE_CACHE_URL", "redis://127.0.0.1:" + nobody);
    environment.put("AWS_ENDPOINT_URL_DYNAMODB", "http://127.0.0.1:" + nobody);
    Path full = stage.folder().resolve("names-audit");
    Files.deleteIfExists(full);
    environment.put(
        "SLUICE_AUDIT_FILE", Files.createSymbolicLink(full, Path.of("/dev/full")).toString());
    ToolCaller mcp = mcp(stage.options().withEnvironment(environment), stage);
    JsonNode _ = mcp.call("task_status", ToolCaller.taskId(UNKNOWN_TASK));
    for (int i = 0; i < 5; i++) {
      JsonNode _ = mcp.call("customer_orders", "{\"customer_id\": 7}");
    }
  }

  /** Its store of tasks takes requests and says nothing, for longer than the function has. */
  private void withoutTime(Stage stage, Map<String, String> with) throws Exception {
    URI store = URI.create(with.get("AWS_ENDPOINT_URL_DYNAMODB"));
    try (TcpProxy silent = TcpProxy.to(store.getHost(), store.getPort())) {
      Map<String, String> environment = new TreeMap<>(with);
      environment.put("AWS_ENDPOINT_URL_DYNAMODB", "http://127.0.0.1:" + silent.port());
      ToolCaller mcp =
          mcp(stage.options().withTimeout(SHORT_TIMEOUT).withEnvironment(environment), stage);
      silent.blackhole();
      JsonNode _ = mcp.call("task_status", ToolCaller.taskId(UNKNOWN_TASK));
    }
  }

  /** Its one replica is behind a write, and there is no primary to ask instead. */
  private void withoutFreshRows(Stage stage, Map<String, String> with, TcpProxy database)
      throws Exception {
    Map<String, String> environment = new TreeMap<>(with);
    environment.remove("SLUICE_PRIMARY_URL");
    database.pass();
    stage.cluster().pauseReplay(0);
    try (Connection primary = stage.cluster().primary();
        Statement statement = primary.createStatement()) {
      statement.execute("create table behind ()");
      statement.execute("drop table behind");
      Thread.sleep(2_000);
      ToolCaller mcp = mcp(stage.options().withEnvironment(environment), stage);
      JsonNode _ = mcp.call("young", "{}");
    } finally {
      stage.cluster().resumeReplay(0);
    }
  }

  private ToolCaller mcp(FunctionOptions options, Stage stage) throws Exception {
    FunctionProcess function = keep(stage.start(options));
    function.awaitReady(START_LIMIT);
    return new ToolCaller(function);
  }

  private FunctionProcess start(String module, String handler, Map<String, String> environment)
      throws IOException {
    Path zip = Stage.root().resolve("functions/" + module + "/target/" + module + "-lambda.zip");
    return keep(
        FunctionProcess.start(
            zip,
            handler,
            FunctionOptions.defaults()
                .withTimeout(Duration.ofSeconds(9))
                .withEnvironment(environment)));
  }

  private FunctionProcess keep(FunctionProcess process) {
    processes.add(process);
    return process;
  }

  private Functions.Outcome step(FunctionProcess function, String payload) {
    Invocation invocation = function.queue(payload.getBytes(UTF_8));
    invocations.add(invocation.id());
    try {
      return switch (invocation.await()) {
        case Outcome.Answer answer -> new Functions.Answer(answer.text());
        case Outcome.FunctionError error -> new Functions.Failed(error.type(), error.message());
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Functions.Failed("Lambda.ServiceException", "interrupted");
    }
  }

  /** The sample's with two more tools, and with budgets that a minute of calls uses up. */
  private static Path catalog(Stage stage) throws IOException {
    Path from = stage.taskRoot().resolve("catalog");
    Path copy = stage.folder().resolve("names-catalog");
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.toList()) {
        Path target = copy.resolve(from.relativize(each).toString());
        if (Files.isDirectory(each)) {
          Files.createDirectories(target);
        } else {
          Files.copy(each, target);
        }
      }
    }
    Files.writeString(copy.resolve("tools/wide.yaml"), WIDE);
    Files.writeString(copy.resolve("tools/young.yaml"), YOUNG);
    Files.writeString(
        copy.resolve("budgets.yaml"), "principal:\n  calls_per_minute: " + CALLS_PER_MINUTE + "\n");
    return copy;
  }

  private static void switchOff(Map<String, String> environment) throws Exception {
    SwitchSettings settings =
        Objects.requireNonNull(SwitchSettings.of(new Environment(environment::get)));
    try (SwitchStore store = new DynamoDbSwitchStore(settings)) {
      store.put(new Switch(new Target(Target.Kind.TOOL, OFF), "to see it refused", Instant.now()));
    }
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Set<String> names(JsonNode line) {
    Set<String> names = new TreeSet<>();
    for (JsonNode directive : line.at("/_aws/CloudWatchMetrics")) {
      assertThat(directive.path("Namespace").asString()).isEqualTo(EmfTelemetry.NAMESPACE);
      for (JsonNode metric : directive.path("Metrics")) {
        String name = metric.path("Name").asString();
        assertThat(line.has(name)).as("a value of %s in its line", name).isTrue();
        names.add(name);
      }
    }
    return names;
  }

  /** Problems that a function has told of. */
  static List<JsonNode> problems(FunctionProcess function) {
    Set<String> events =
        Arrays.stream(Event.values())
            .filter(Event::isProblem)
            .map(Event::eventName)
            .collect(Collectors.toSet());
    return function
        .output()
        .lines()
        .filter(line -> line.startsWith("{") && line.endsWith("}"))
        .map(JSON::readTree)
        .filter(line -> events.contains(line.path("event").asString("")))
        .toList();
  }

  private static Set<String> onDashboards() throws IOException {
    Pattern shown = Pattern.compile("\\[ \"Sluice\", \"(\\w+)\"|MetricName=\\\\\"(\\w+)\\\\\"");
    Set<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.list(Stage.root().resolve("dashboards"))) {
      for (Path file : files.toList()) {
        shown
            .matcher(Files.readString(file))
            .results()
            .forEach(
                found -> names.add(Objects.requireNonNullElse(found.group(1), found.group(2))));
      }
    }
    return names;
  }
}
