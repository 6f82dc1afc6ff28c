package dev.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.servers.RedisServer;
import dev.sluice.testkit.FunctionProcess;
import dev.sluice.testkit.Invocation;
import dev.sluice.testkit.Outcome;
import dev.sluice.testkit.ProxyAnswer;
import dev.sluice.testkit.TcpProxy;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the deployed function, restored from its snapshot and frozen behind each answer, sends to
 * X-Ray's daemon, and what it logs of the same calls.
 */
@ExtendWith(SharedStage.class)
class TracesIT {
  private static final String PLANTED = "zq7plantedsecret";
  private static final String SQL =
      "select '" + PLANTED + "' as secret, count(*) as n from customer where c_custkey = 7";

  private static Daemon daemon;
  private static RedisServer redis;
  private static TcpProxy database;
  private static FunctionProcess function;
  private static CustomerOrders question;
  private static List<JsonNode> ofPriming;

  @BeforeAll
  static void start(Stage stage) throws Exception {
    question = CustomerOrders.in(stage.cluster());
    daemon = new Daemon();
    redis = RedisServer.start(stage.folder().resolve("redis-traces"));
    database = stage.proxyToReplica();
    Map<String, String> environment = stage.environmentThrough(database);
    environment.put("SLUICE_CACHE_URL", "redis://127.0.0.1:" + redis.port());
    environment.put("AWS_XRAY_DAEMON_ADDRESS", daemon.address());
    function =
        stage.start(
            stage.options().withSnapStart().withFreezeBetweenCalls().withEnvironment(environment));
    function.awaitCheckpoint(Duration.ofMinutes(2));
    ofPriming = daemon.documents();
    function.restore();
    function.awaitReady(Duration.ofSeconds(60));
  }

  @AfterAll
  static void stop() throws IOException {
    function.close();
    database.close();
    redis.close();
    daemon.close();
  }

  @Test
  void priming_sendsNothing() {
    assertThat(ofPriming).isEmpty();
  }

  /** The process is frozen when the answer is there: what is sent was sent before. */
  @Test
  void call_sampled_isOneDocumentOfTheTraceThatTheHeaderNames() throws Exception {
    Instant before = Instant.now();
    Invocation call = function.queueSampled(query());
    ProxyAnswer answer = answer(call.await());
    assertThat(answer.statusCode()).as(answer.text()).isEqualTo(200);
    List<JsonNode> documents = daemon.documents();
    assertThat(documents).hasSize(1);
    JsonNode document = documents.getFirst();
    String[] header = call.traceId().split(";", -1);
    assertThat(document.path("type").asString()).isEqualTo("subsegment");
    assertThat("Root=" + document.path("trace_id").asString()).isEqualTo(header[0]);
    assertThat("Parent=" + document.path("parent_id").asString()).isEqualTo(header[1]);
    assertThat(document.at("/annotations/tool").asString()).isEqualTo("query");
    assertThat(document.at("/annotations/outcome").asString()).isEqualTo("ok");
    assertThat(document.at("/annotations/reference").asString())
        .isEqualTo(answer.header("Sluice-Reference"));
    assertThat(document.path("start_time").asDouble())
        .isBetween(before.toEpochMilli() / 1e3 - 0.01, Instant.now().toEpochMilli() / 1e3);
    assertThat(names(document)).contains("verdict", "cache", "pool", "statement");
    checkTimes(document);
    assertThat(answer.text()).as("the control").contains(PLANTED);
    assertThat(document.toString()).doesNotContain(PLANTED, "select", "customer");
    assertThat(keys(document)).isSubsetOf("reference", "tool", "outcome", "server");
  }

  @Test
  void call_sampledAndKept_readsNothing() throws Exception {
    Outcome _ = function.invoke(question.event());
    assertThat(daemon.documents()).isEmpty();
    Outcome _ = function.queueSampled(question.event()).await();
    assertThat(daemon.documents())
        .singleElement()
        .satisfies(document -> assertThat(names(document)).containsExactly("cache", "sluice"));
  }

  @Test
  void call_notSampled_sendsNothing() throws Exception {
    assertThat(question.wrong(function.invoke(question.event()))).isEmpty();
    assertThat(daemon.documents()).isEmpty();
  }

  /** Sampled or not: on-call finds it by the reference of the answer, in logs and in X-Ray. */
  @Test
  void call_failedAndNotSampled_isFoundByItsReferenceEverywhere() throws Exception {
    redis.ask("FLUSHALL");
    database.refuse();
    Invocation call = function.queue(query());
    ProxyAnswer answer = answer(call.await());
    database.pass();
    String reference = answer.header("Sluice-Reference");
    String trace = call.traceId().substring("Root=".length(), call.traceId().indexOf(';'));
    assertThat(answer.text()).doesNotContain("\"isError\":false");
    assertThat(daemon.documents())
        .singleElement()
        .satisfies(
            document -> {
              assertThat(document.has("type")).isFalse();
              assertThat(document.path("trace_id").asString()).isEqualTo(trace);
              assertThat(document.path("fault").asBoolean()).isTrue();
              assertThat(document.at("/annotations/reference").asString()).isEqualTo(reference);
              assertThat(names(document)).contains("verdict", "statement");
              assertThat(document.toString()).doesNotContain(PLANTED);
            });
    assertThat(function.output()).doesNotContain(PLANTED);
    List<JsonNode> lines = linesOf(reference);
    assertThat(lines)
        .extracting(line -> line.path("event").asString())
        .contains("server_lost", "call");
    assertThat(lines)
        .filteredOn(line -> line.has("event"))
        .extracting(line -> line.path("trace").asString())
        .containsOnly(trace);
    assertThat(lines)
        .filteredOn(line -> line.path("event").asString().equals("call"))
        .singleElement()
        .satisfies(line -> assertThat(line.path("call_failures_count").asInt()).isEqualTo(1));
    assertThat(EmittedNamesIT.problems(function))
        .as("every problem says within which call it was, or that it was in none")
        .isNotEmpty()
        .allMatch(line -> line.has("reference") != line.has("background"));
  }

  private static byte[] query() {
    String arguments = JsonMapper.shared().writeValueAsString(Map.of("sql", SQL));
    return McpRequest.toolsCall("query", arguments).event().toBytes();
  }

  private static ProxyAnswer answer(Outcome outcome) {
    return ProxyAnswer.parse(((Outcome.Answer) outcome).bytes());
  }

  private static Set<String> names(JsonNode entity) {
    Set<String> names = new TreeSet<>();
    names.add(entity.path("name").asString());
    for (JsonNode each : entity.path("subsegments")) {
      names.addAll(names(each));
    }
    return names;
  }

  private static Set<String> keys(JsonNode entity) {
    Set<String> keys = new TreeSet<>(entity.path("annotations").propertyNames());
    for (JsonNode each : entity.path("subsegments")) {
      keys.addAll(keys(each));
    }
    return keys;
  }

  private static void checkTimes(JsonNode entity) {
    for (JsonNode each : entity.path("subsegments")) {
      assertThat(each.path("start_time").asDouble())
          .isGreaterThanOrEqualTo(entity.path("start_time").asDouble());
      assertThat(each.path("end_time").asDouble())
          .isLessThanOrEqualTo(entity.path("end_time").asDouble() + 1e-6);
      checkTimes(each);
    }
  }

  private static List<JsonNode> linesOf(String reference) {
    return lines().stream()
        .filter(line -> line.path("reference").asString("").equals(reference))
        .toList();
  }

  private static List<JsonNode> lines() {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : function.output().split("\n", -1)) {
      if (line.startsWith("{") && line.endsWith("}")) {
        lines.add(JsonMapper.shared().readTree(line));
      }
    }
    return lines;
  }
}
