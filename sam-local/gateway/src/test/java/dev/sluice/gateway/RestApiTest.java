package dev.sluice.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.sluice.gateway.HttpExchange.Header;
import dev.sluice.gateway.HttpExchange.Request;
import dev.sluice.gateway.HttpExchange.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RestApiTest {
  private static final Instant NOW = Instant.parse("2026-11-24T03:00:00Z");

  private final List<byte[]> events = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  @Test
  void handle_post_eventHasTheFieldsOfARestApi() {
    List<Header> headers =
        List.of(
            new Header("Content-Type", "application/json"),
            new Header("mcp-Method", "tools/call"),
            new Header("X-Twice", "one"),
            new Header("x-twice", "two"),
            new Header("Connection", "keep-alive"),
            new Header("Content-Length", "2"),
            new Header("User-Agent", "node"));
    handle(
        "{\"statusCode\":200}",
        new Request("POST", "/mcp", "a=1&a=%20&b", headers, "{}".getBytes(UTF_8), "127.0.0.1"));

    JsonNode event = JsonMapper.shared().readTree(events.getFirst());
    assertThat(event.path("resource").asString()).isEqualTo("/{proxy+}");
    assertThat(event.path("path").asString()).isEqualTo("/mcp");
    assertThat(event.path("httpMethod").asString()).isEqualTo("POST");
    assertThat(event.at("/pathParameters/proxy").asString()).isEqualTo("mcp");
    assertThat(event.at("/headers/mcp-Method").asString()).isEqualTo("tools/call");
    assertThat(event.at("/headers/X-Twice").asString()).isEqualTo("two");
    assertThat(event.at("/multiValueHeaders/X-Twice").toString()).isEqualTo("[\"one\",\"two\"]");
    assertThat(event.path("headers").has("Connection")).isFalse();
    assertThat(event.path("headers").has("Content-Length")).isFalse();
    assertThat(event.at("/headers/X-Forwarded-For").asString()).isEqualTo("127.0.0.1");
    assertThat(event.at("/queryStringParameters/a").asString()).isEqualTo(" ");
    assertThat(event.at("/multiValueQueryStringParameters/a").toString())
        .isEqualTo("[\"1\",\" \"]");
    assertThat(event.at("/queryStringParameters/b").asString("absent")).isEmpty();
    assertThat(event.path("isBase64Encoded").asBoolean()).isTrue();
    assertThat(Base64.getDecoder().decode(event.path("body").asString("")))
        .isEqualTo("{}".getBytes(UTF_8));
    JsonNode context = event.path("requestContext");
    assertThat(context.path("path").asString()).isEqualTo("/local/mcp");
    assertThat(context.path("stage").asString()).isEqualTo("local");
    assertThat(context.path("requestTime").asString()).isEqualTo("24/Nov/2026:03:00:00 +0000");
    assertThat(context.path("requestTimeEpoch").asLong()).isEqualTo(NOW.toEpochMilli());
    assertThat(context.at("/identity/sourceIp").asString()).isEqualTo("127.0.0.1");
    assertThat(context.at("/identity/userAgent").asString()).isEqualTo("node");
    assertThat(context.hasNonNull("authorizer")).isFalse();
  }

  @Test
  void handle_getOfTheRoot_noBodyAndNoParameters() {
    handle("{\"statusCode\":200}", get("/"));
    JsonNode event = JsonMapper.shared().readTree(events.getFirst());
    assertThat(event.path("resource").asString()).isEqualTo("/");
    for (String absent : List.of("body", "pathParameters", "queryStringParameters")) {
      assertThat(event.hasNonNull(absent)).as(absent).isFalse();
    }
    assertThat(event.path("isBase64Encoded").asBoolean(true)).isFalse();
  }

  @Test
  void handle_answerWithHeaders_mergedRenamedAndDropped() {
    Response response =
        handle(
            """
            {"statusCode":401,"body":"é","headers":
             {"WWW-Authenticate":"Bearer","Server":"x","Via":"y","X-A":"1","Content-Length":"9"},
             "multiValueHeaders":{"x-a":["2","3"]}}
            """,
            get("/mcp"));
    assertThat(response.status()).isEqualTo(401);
    assertThat(new String(response.body(), UTF_8)).isEqualTo("é");
    assertThat(response.headers())
        .contains(
            new Header("x-amzn-Remapped-WWW-Authenticate", "Bearer"),
            new Header("x-amzn-Remapped-Server", "x"),
            new Header("X-A", "2"),
            new Header("X-A", "3"),
            new Header("Content-Type", "application/json"))
        .extracting(Header::name)
        .contains("x-amzn-RequestId", "X-Amzn-Trace-Id")
        .doesNotContain("WWW-Authenticate", "Server", "Via", "Content-Length");
  }

  @Test
  void handle_base64Answer_isDecoded() {
    Response response =
        handle("{\"statusCode\":200,\"isBase64Encoded\":true,\"body\":\"AP8=\"}", get("/mcp"));
    assertThat(response.body()).containsExactly(0, 0xff);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no",
        "[]",
        "{}",
        "{\"statusCode\":\"x\"}",
        "{\"statusCode\":42}",
        "{\"statusCode\":200,\"body\":{}}",
        "{\"statusCode\":200,\"body\":\"%\",\"isBase64Encoded\":true}"
      })
  void handle_malformedAnswer_is502AndTold(String answer) {
    Response response = handle(answer, get("/mcp"));
    assertThat(response.status()).isEqualTo(502);
    assertThat(new String(response.body(), UTF_8))
        .isEqualTo("{\"message\": \"Internal server error\"}");
    assertThat(problems).singleElement().asString().contains("malformed Lambda proxy response");
  }

  @ParameterizedTest
  @CsvSource({"4800000,413,Request Too Long", "4300000,200,''"})
  void handle_eventAroundSixMegabytes_lambdasLimitCounts(int bytes, int status, String message) {
    Request request = new Request("POST", "/mcp", "", List.of(), new byte[bytes], "127.0.0.1");
    Response response = handle("{\"statusCode\":200}", request);
    assertThat(response.status()).isEqualTo(status);
    assertThat(new String(response.body(), UTF_8)).contains(message);
  }

  @Test
  void handle_answerAboveSixMegabytes_is502() {
    String body = "x".repeat(LocalFunction.MAX_PAYLOAD_BYTES);
    assertThat(handle("{\"statusCode\":200,\"body\":\"" + body + "\"}", get("/mcp")).status())
        .isEqualTo(502);
  }

  @Test
  void handle_handlerThrows_is502AndItsCauseIsNotShown() {
    Response response =
        api((_, _, _) -> {
              throw new IllegalStateException("a secret");
            })
            .handle(get("/mcp"));
    assertThat(response.status()).isEqualTo(502);
    assertThat(new String(response.body(), UTF_8)).doesNotContain("secret");
    assertThat(problems).singleElement().asString().contains("a secret");
  }

  @Test
  void handle_handlerHangs_is504AndItIsInterrupted() throws InterruptedException {
    CountDownLatch interrupted = new CountDownLatch(1);
    Response response =
        api((_, _, _) -> {
              try {
                Thread.sleep(Duration.ofMinutes(1));
              } catch (InterruptedException e) {
                interrupted.countDown();
              }
            })
            .handle(get("/mcp"));
    assertThat(response.status()).isEqualTo(504);
    assertThat(new String(response.body(), UTF_8))
        .isEqualTo("{\"message\": \"Endpoint request timed out\"}");
    assertThat(interrupted.await(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void handle_context_showsWhatIsLeftOfTheTimeout() {
    List<Integer> left = new ArrayList<>();
    api((_, output, context) -> {
          left.add(context.getRemainingTimeInMillis());
          output.write("{\"statusCode\":200}".getBytes(UTF_8));
        })
        .handle(get("/mcp"));
    assertThat(left).singleElement().satisfies(millis -> assertThat(millis).isBetween(1, 1_000));
  }

  private Response handle(String answer, Request request) {
    return api((input, output, _) -> {
          events.add(input.readAllBytes());
          output.write(answer.getBytes(UTF_8));
        })
        .handle(request);
  }

  private RestApi api(RequestStreamHandler handler) {
    return new RestApi(
        new LocalFunction(handler, Duration.ofSeconds(1)),
        null,
        InstantSource.fixed(NOW),
        problems::add);
  }

  private static Request get(String path) {
    return new Request("GET", path, "", List.of(), new byte[0], "127.0.0.1");
  }
}
