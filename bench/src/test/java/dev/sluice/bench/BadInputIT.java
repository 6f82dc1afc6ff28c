package dev.sluice.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.FunctionProcess;
import dev.sluice.testkit.ProxyAnswer;
import dev.sluice.testkit.ProxyEvents;
import dev.sluice.testkit.RuntimeApi;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is no proper question, through the function's process; and the next question. */
@ExtendWith(SharedStage.class)
class BadInputIT {
  private static final int DEPTH = 100_000;

  private static FunctionProcess function;
  private static CustomerOrders question;

  @BeforeAll
  static void start(Stage stage) throws Exception {
    question = CustomerOrders.in(stage.cluster());
    function = stage.start(stage.options());
  }

  @AfterAll
  static void stop() throws IOException {
    function.close();
  }

  @AfterEach
  void nextCall_isUnharmed() throws Exception {
    assertThat(question.wrong(function.invoke(question.event()))).isEmpty();
  }

  static Stream<Arguments> bodies() {
    return Stream.of(
        Arguments.of("{\"jsonrpc\": \"2.0\",", -32700, "is not JSON"),
        Arguments.of("", -32700, "is empty"),
        Arguments.of("[".repeat(DEPTH) + "]".repeat(DEPTH), -32700, "nest at most 200 deep"),
        Arguments.of("{\"a\":".repeat(DEPTH), -32700, "nest at most 200 deep"),
        Arguments.of("[]", -32600, "one JSON-RPC object"),
        Arguments.of("7", -32600, "one JSON-RPC object"),
        Arguments.of("{\"jsonrpc\": \"2.0\", \"id\": 1}", -32600, "'method' must be text"));
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void call_bodyThatIsNoRequest_is400AndSaysWhatItIs(String body, int code, String message)
      throws Exception {
    // As text and as bytes: an API may be set up for either.
    for (ProxyEvents event :
        new ProxyEvents[] {
          ProxyEvents.post("/mcp", body),
          ProxyEvents.of("POST", "/mcp").base64Body(body.getBytes(UTF_8))
        }) {
      assertRefused(ask(event.toBytes()), code, message);
    }
  }

  @Test
  void call_badUtf8_is400() throws Exception {
    byte[] body = "{\"jsonrpc\": \"2.0\", \"method\": \"\u00e9\"}".getBytes(UTF_8);
    for (int i = 0; i < body.length; i++) {
      if (body[i] == (byte) 0xc3) {
        body[i] = (byte) 0xff;
      }
    }
    assertRefused(
        ask(ProxyEvents.of("POST", "/mcp").base64Body(body).toBytes()), -32700, "not UTF-8");
  }

  @Test
  void call_bodyNearLambdasLimit_is400() throws Exception {
    int room = RuntimeApi.MAX_PAYLOAD_BYTES - 10_000;
    String body =
        "{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"%s\"}".formatted("x".repeat(room));
    byte[] event = ProxyEvents.post("/mcp", body).toBytes();
    assertThat(event.length).isGreaterThan(RuntimeApi.MAX_PAYLOAD_BYTES - 10_000);

    ProxyAnswer answer = ask(event);

    assertRefused(answer, -32600, "send at most 1048576");
    assertThat(answer.body().length).as("nothing of it comes back").isLessThan(1_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "[]",
        "7",
        "\"text\"",
        "{}",
        "no JSON",
        "",
        "{\"Records\": [{\"eventSource\": \"aws:sqs\", \"body\": \"x\"}]}",
        "{\"payload\": {\"httpMethod\": \"POST\", \"path\": \"/mcp\"}}",
        "{\"version\": \"2.0\", \"routeKey\": \"POST /mcp\", \"rawPath\": \"/mcp\"}"
      })
  void call_eventThatIsNoProxyEvent_is400(String event) throws Exception {
    assertRefused(ask(event.getBytes(UTF_8)), -32600, "not called by API Gateway's proxy");
  }

  @Test
  void call_deepEvent_is400() throws Exception {
    String event = "{\"x\": " + "[".repeat(DEPTH) + "]".repeat(DEPTH) + "}";
    assertRefused(ask(event.getBytes(UTF_8)), -32600, "not called by API Gateway's proxy");
  }

  @Test
  void call_bodyThatIsNotTheBase64ItClaims_is400() throws Exception {
    String event =
        new String(ProxyEvents.of("POST", "/mcp").base64Body(new byte[3]).toBytes(), UTF_8)
            .replace("AAAA", "%%%%");
    assertThat(event).contains("%%%%");
    assertThat(ask(event.getBytes(UTF_8)).statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "DELETE", "PUT", "HEAD", "OPTIONS"})
  void call_otherMethod_is405(String method) throws Exception {
    ProxyAnswer answer = ask(ProxyEvents.of(method, "/mcp").toBytes());
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.header("Allow")).isEqualTo("POST");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/mcp/", "/mcp/x", "/MCP", "/other"})
  void call_otherPath_is404(String path) throws Exception {
    assertThat(ask(ProxyEvents.post(path, "{}").toBytes()).statusCode()).isEqualTo(404);
  }

  @Test
  void call_fromAPageOfAnotherOrigin_is403() throws Exception {
    byte[] event = McpEvents.toolsList().header("Origin", "https://evil.example").toBytes();
    assertThat(ask(event).statusCode()).isEqualTo(403);
  }

  @Test
  void call_argumentsThatDoNotFit_areAToolError() throws Exception {
    ProxyAnswer answer =
        ask(McpEvents.toolsCall("customer_orders", "{\"customer_id\": \"x\"}").toBytes());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(json(answer).at("/result/isError").asBoolean()).isTrue();
  }

  private static ProxyAnswer ask(byte[] event) throws InterruptedException {
    return ProxyAnswer.parse(function.invoke(event).answer().bytes());
  }

  private static void assertRefused(ProxyAnswer answer, int code, String message) {
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(json(answer).at("/error/code").asInt()).isEqualTo(code);
    assertThat(json(answer).at("/error/message").asString()).contains(message);
  }

  private static JsonNode json(ProxyAnswer answer) {
    return JsonMapper.shared().readTree(answer.body());
  }
}
