package dev.sluice.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import dev.sluice.gateway.HttpExchange.Header;
import dev.sluice.gateway.HttpExchange.Request;
import dev.sluice.gateway.HttpExchange.Response;
import dev.sluice.identity.ResourceMetadata;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RestApiTest {
  private static final Instant NOW = Instant.parse("2026-11-24T03:00:00Z");

  private static final Duration LIMIT = Duration.ofSeconds(1);

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
    assertThat(event.path("resource").asString()).isEqualTo("/mcp");
    assertThat(event.path("path").asString()).isEqualTo("/mcp");
    assertThat(event.path("httpMethod").asString()).isEqualTo("POST");
    assertThat(event.hasNonNull("pathParameters")).isFalse();
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
  void handle_post_awsOwnClassReadsTheEvent() {
    List<Header> headers = List.of(new Header("User-Agent", "node"), new Header("A", "\"é\""));
    byte[] body = {0, (byte) 0xff, 7, '"'};
    handle("{\"statusCode\":200}", new Request("POST", "/mcp", "q=1", headers, body, "127.0.0.1"));
    APIGatewayProxyRequestEvent event =
        LambdaEventSerializers.serializerFor(
                APIGatewayProxyRequestEvent.class, RestApiTest.class.getClassLoader())
            .fromJson(new ByteArrayInputStream(events.getFirst()));
    assertThat(event.getHttpMethod()).isEqualTo("POST");
    assertThat(event.getHeaders()).containsEntry("A", "\"é\"");
    assertThat(event.getMultiValueHeaders()).containsEntry("A", List.of("\"é\""));
    assertThat(event.getQueryStringParameters()).isEqualTo(Map.of("q", "1"));
    assertThat(event.getIsBase64Encoded()).isTrue();
    assertThat(Base64.getDecoder().decode(event.getBody())).isEqualTo(body);
    assertThat(event.getRequestContext().getRequestTimeEpoch()).isEqualTo(NOW.toEpochMilli());
    assertThat(event.getRequestContext().getIdentity().getUserAgent()).isEqualTo("node");
  }

  @Test
  void handle_getWithoutBody_noBodyAndNoParameters() {
    handle("{\"statusCode\":200}", get("/mcp"));
    JsonNode event = JsonMapper.shared().readTree(events.getFirst());
    for (String absent : List.of("body", "pathParameters", "queryStringParameters")) {
      assertThat(event.hasNonNull(absent)).as(absent).isFalse();
    }
    assertThat(event.path("isBase64Encoded").asBoolean(true)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/mcp/", "/mcp/more", "/.well-known/oauth-protected-resource"})
  void handle_pathThatTheApiHasNot_isRefusedAndNothingIsCalled(String path) {
    Response response = handle("{\"statusCode\":200}", get(path));
    assertThat(response.status()).isEqualTo(403);
    assertThat(new String(response.body(), UTF_8))
        .isEqualTo("{\"message\": \"Missing Authentication Token\"}");
    assertThat(events).isEmpty();
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
        handle(
            (_, _, _) -> {
              throw new IllegalStateException("a secret");
            },
            get("/mcp"));
    assertThat(response.status()).isEqualTo(502);
    assertThat(new String(response.body(), UTF_8)).doesNotContain("secret");
    assertThat(problems).singleElement().asString().contains("a secret");
  }

  @Test
  void handle_handlerHangs_is504AndItIsInterrupted() throws InterruptedException {
    CountDownLatch interrupted = new CountDownLatch(1);
    Response response =
        handle(
            (_, _, _) -> {
              try {
                Thread.sleep(Duration.ofMinutes(1));
              } catch (InterruptedException e) {
                interrupted.countDown();
              }
            },
            get("/mcp"));
    assertThat(response.status()).isEqualTo(504);
    assertThat(new String(response.body(), UTF_8))
        .isEqualTo("{\"message\": \"Endpoint request timed out\"}");
    assertThat(interrupted.await(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void handle_noGate_functionRunsOnTheCallersThread() {
    List<Thread> threads = new ArrayList<>();
    Response _ = handle((_, _, _) -> threads.add(Thread.currentThread()), get("/mcp"));
    assertThat(threads).containsExactly(Thread.currentThread());
  }

  @Test
  void handle_gateLetsPass_functionIsToldOfTheCallerAndCalledOnce() {
    Response response =
        handle(
            (input, output, _) -> {
              events.add(input.readAllBytes());
              output.write("{\"statusCode\":200}".getBytes(UTF_8));
            },
            gate(
                (_, output, _) ->
                    output.write(
                        """
                        {"principalId": "ada", "context": {"tenant": "BUILDING"},
                         "policyDocument": {"Statement": [{"Effect": "Allow", "Resource": "*"}]}}
                        """
                            .getBytes(UTF_8))),
            bearing());
    assertThat(response.status()).isEqualTo(200);
    assertThat(events).hasSize(1);
    JsonNode event = JsonMapper.shared().readTree(events.getFirst());
    assertThat(event.at("/requestContext/authorizer").toString())
        .isEqualTo("{\"principalId\":\"ada\",\"tenant\":\"BUILDING\"}");
  }

  @Test
  void handle_authorizerHangs_is503WithinItsTimeAndTheFunctionIsNotCalled()
      throws InterruptedException {
    CountDownLatch release = new CountDownLatch(1);
    BlockingQueue<Response> responses = new LinkedBlockingQueue<>();
    RestApi api =
        new RestApi(
            new LocalFunction((input, _, _) -> events.add(input.readAllBytes()), LIMIT),
            gate((_, _, _) -> awaitUninterruptibly(release)),
            InstantSource.fixed(NOW),
            problems::add);
    Thread caller = Thread.ofVirtual().start(() -> api.handle(bearing(), responses::add));

    Response response = Objects.requireNonNull(responses.poll(20, TimeUnit.SECONDS));

    assertThat(caller.isAlive()).as("it is not waited for").isTrue();
    assertThat(response.status()).isEqualTo(503);
    assertThat(problems).singleElement().asString().contains("it timed out");
    release.countDown();
    caller.join();
    assertThat(responses).as("it is told once").isEmpty();
    assertThat(events).isEmpty();
  }

  @Test
  void handle_context_showsWhatIsLeftOfTheTimeout() {
    List<Integer> left = new ArrayList<>();
    Response _ =
        handle(
            (_, output, context) -> {
              left.add(context.getRemainingTimeInMillis());
              output.write("{\"statusCode\":200}".getBytes(UTF_8));
            },
            get("/mcp"));
    assertThat(left).singleElement().satisfies(millis -> assertThat(millis).isBetween(1, 1_000));
  }

  private Response handle(String answer, Request request) {
    return handle(
        (input, output, _) -> {
          events.add(input.readAllBytes());
          output.write(answer.getBytes(UTF_8));
        },
        request);
  }

  private Response handle(RequestStreamHandler handler, Request request) {
    return handle(handler, null, request);
  }

  private Response handle(RequestStreamHandler handler, @Nullable Gate gate, Request request) {
    BlockingQueue<Response> responses = new LinkedBlockingQueue<>();
    new RestApi(new LocalFunction(handler, LIMIT), gate, InstantSource.fixed(NOW), problems::add)
        .handle(request, responses::add);
    try {
      Response response = responses.poll(20, TimeUnit.SECONDS);
      assertThat(responses).as("it is told once").isEmpty();
      return Objects.requireNonNull(response);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Gate gate(RequestStreamHandler authorizer) {
    InstantSource clock = InstantSource.fixed(NOW);
    return new Gate(
        new LocalAuthorizer(new LocalFunction(authorizer, LIMIT), Duration.ZERO, clock),
        ResourceMetadata.of(
            URI.create("http://127.0.0.1:1/mcp"), "http://127.0.0.1:2", new TreeSet<>()));
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    while (true) {
      try {
        latch.await();
        return;
      } catch (InterruptedException e) {
        // As a handler does that hangs for good.
      }
    }
  }

  private static Request bearing() {
    List<Header> headers = List.of(new Header("Authorization", "Bearer x"));
    return new Request("POST", "/mcp", "", headers, "{}".getBytes(UTF_8), "127.0.0.1");
  }

  private static Request get(String path) {
    return new Request("GET", path, "", List.of(), new byte[0], "127.0.0.1");
  }
}
