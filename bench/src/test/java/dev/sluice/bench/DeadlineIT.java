package dev.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.FunctionProcess;
import dev.sluice.testkit.Outcome;
import dev.sluice.testkit.ProxyAnswer;
import dev.sluice.testkit.TcpProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A database that does not answer: ours comes before Lambda's, and says so. */
@ExtendWith(SharedStage.class)
class DeadlineIT {
  /** Lambda's default, and the shortest that leaves a statement its two seconds. */
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  private static final Duration PROMISED_BEFORE_TIMEOUT = Duration.ofMillis(500);

  /** May take longer than the function has; it is looked for in pg_stat_activity. */
  private static final String COUNT =
      """
      name: count
      title: Count
      description: Counts for hours.
      input: { type: object, properties: { each: { type: integer } }, required: [each] }
      sql: |
        select count(*) as steps from generate_series(1, :each::int) as a,
          generate_series(1, :each::int) as b, generate_series(1, :each::int) as c
      limits: { rows: 1, bytes: 1024, timeout_ms: 25000 }
      examples: [ { each: 1 } ]
      """;

  @TempDir private static Path folder;
  private static TcpProxy proxy;
  private static FunctionProcess function;
  private static CustomerOrders question;

  @BeforeAll
  static void start(Stage stage) throws Exception {
    question = CustomerOrders.in(stage.cluster());
    proxy = stage.proxyToReplica();
    Map<String, String> environment = stage.environmentThrough(proxy);
    environment.put("SLUICE_CATALOG", catalogWithCount(stage).toString());
    function = stage.start(stage.options().withTimeout(TIMEOUT).withEnvironment(environment));
    function.awaitReady(Duration.ofSeconds(60));
  }

  @AfterAll
  static void stop() throws IOException {
    function.close();
    proxy.close();
  }

  @AfterEach
  void nextCall_isRight() throws Exception {
    proxy.pass();
    assertThat(question.wrong(function.invoke(question.event()))).isEmpty();
  }

  @Test
  void call_statementHangsBehindASilentNetwork_isOwnAnswerInTime() throws Exception {
    assertThat(question.wrong(function.invoke(question.event()))).isEmpty();
    proxy.blackhole();
    assertOwnAnswerInTime(function.invoke(question.event()));
  }

  @Test
  void call_databaseAcceptsAndSaysNothing_isOwnAnswerInTime() throws Exception {
    proxy.cutAll();
    proxy.blackhole();
    assertOwnAnswerInTime(function.invoke(question.event()));
  }

  @Test
  void call_databaseRefuses_isAToolErrorAtOnce() throws Exception {
    proxy.refuse();
    proxy.cutAll();
    Outcome.Answer answer = function.invoke(question.event()).answer();
    assertThat(Duration.ofNanos(answer.tookNanos()))
        .isLessThan(TIMEOUT.minus(PROMISED_BEFORE_TIMEOUT));
    assertThat(toolError(answer)).startsWith("The database cannot be reached just now.");
  }

  @Test
  void call_statementLongerThanTheFunctionHas_isStoppedAndLeavesNoOrphan(Stage stage)
      throws Exception {
    Outcome.Answer answer =
        function
            .invoke(McpRequest.toolsCall("count", "{\"each\": 5000}").event().toBytes())
            .answer();
    assertOwnAnswerInTime(answer);
    assertThat(toolError(answer)).startsWith("The statement was stopped after");
    Await.until("no orphan", () -> new ReplicaView(stage).running("generate_series") == 0);
  }

  /** Either the tool says what happened, or a metric does. */
  private static void assertOwnAnswerInTime(Outcome outcome) throws Exception {
    Outcome.Answer answer = outcome.answer();
    assertThat(Duration.ofNanos(answer.tookNanos()))
        .isLessThan(TIMEOUT.minus(PROMISED_BEFORE_TIMEOUT));
    if (ProxyAnswer.parse(answer.bytes()).statusCode() == 504) {
      Await.until("the metric", () -> function.output().contains("\"deadlines_exceeded_count\""));
    } else {
      assertThat(toolError(answer)).contains("Reference: ");
    }
  }

  private static String toolError(Outcome.Answer answer) {
    ProxyAnswer proxyAnswer = ProxyAnswer.parse(answer.bytes());
    assertThat(proxyAnswer.statusCode()).isEqualTo(200);
    JsonNode result = JsonMapper.shared().readTree(proxyAnswer.body()).path("result");
    assertThat(result.path("isError").asBoolean()).isTrue();
    return result.at("/content/0/text").asString();
  }

  private static Path catalogWithCount(Stage stage) throws IOException {
    Path tools = Files.createDirectories(folder.resolve("catalog/tools"));
    Files.writeString(tools.resolve("count.yaml"), COUNT);
    Files.copy(
        stage.taskRoot().resolve("catalog/tools/customer_orders.yaml"),
        tools.resolve("customer_orders.yaml"));
    Files.copy(
        stage.taskRoot().resolve("catalog/relations.yaml"),
        folder.resolve("catalog/relations.yaml"));
    return folder.resolve("catalog");
  }
}
