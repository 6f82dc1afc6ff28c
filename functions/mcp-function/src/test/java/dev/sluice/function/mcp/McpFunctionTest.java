package dev.sluice.function.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import dev.sluice.call.Call;
import dev.sluice.call.Principal;
import dev.sluice.call.secret.Secrets;
import dev.sluice.identity.audit.AuditCheck;
import dev.sluice.identity.audit.AuditTrail;
import dev.sluice.identity.subject.Pseudonyms;
import dev.sluice.protocol.McpServer;
import dev.sluice.protocol.feature.Features;
import dev.sluice.protocol.feature.Tool;
import dev.sluice.protocol.feature.ToolOutcome;
import dev.sluice.protocol.feature.Tools;
import dev.sluice.protocol.modern.RequestStates;
import dev.sluice.protocol.wire.Content;
import dev.sluice.protocol.wire.ServerInfo;
import dev.sluice.protocol.wire.ToolDescriptor;
import dev.sluice.protocol.wire.ToolResult;
import dev.sluice.telemetry.CallTrace;
import dev.sluice.telemetry.EmfTelemetry;
import dev.sluice.telemetry.Event;
import dev.sluice.telemetry.Metric;
import dev.sluice.telemetry.RecordingTelemetry;
import dev.sluice.telemetry.Telemetry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.MessageBuilder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class McpFunctionTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String ROOT = "1-5759e988-bd862e3fe1be46a994272793";
  private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";

  private final RecordingTelemetry recorded = new RecordingTelemetry();
  private final RecordingTelemetry rehearsed = new RecordingTelemetry();
  private final RecordingTracer traced = new RecordingTracer();
  private final AtomicInteger disconnects = new AtomicInteger();
  private final ProbingTools tools = new ProbingTools();
  private final List<String> records = new ArrayList<>();
  private boolean auditFails;
  private final McpFunction function = function(true);

  @Test
  void apply_plainBody_isAnswered() {
    JsonNode answer = apply(event(PING), 5_000);
    assertThat(answer.path("statusCode").asInt()).isEqualTo(200);
    assertThat(answer.path("body").asString())
        .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}");
    assertThat(answer.at("/headers/Content-Type").asString()).isEqualTo("application/json");
    assertThat(answer.path("isBase64Encoded").asBoolean(true)).isFalse();
    assertThat(recorded.sum(Metric.CALLS)).isEqualTo(1);
  }

  @Test
  void apply_base64Body_isDecoded() {
    ObjectNode event = event(Base64.getEncoder().encodeToString(PING.getBytes(UTF_8)));
    assertThat(apply(event.put("isBase64Encoded", true), 5_000).path("statusCode").asInt())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"path,/other,404", "path,/mcp/,404", "httpMethod,GET,405", "httpMethod,DELETE,405"})
  void apply_otherPathOrMethod_isRefused(String field, String value, int status) {
    assertThat(apply(event(PING).put(field, value), 5_000).path("statusCode").asInt())
        .isEqualTo(status);
  }

  @Test
  void apply_badBase64_is400() {
    assertThat(apply(event("%%%").put("isBase64Encoded", true), 5_000).path("statusCode").asInt())
        .isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no",
        "null",
        "[]",
        "7",
        "{}",
        "{\"Records\": [{\"eventSource\": \"aws:sqs\"}]}",
        "{\"path\": \"/mcp\"}",
        "{\"httpMethod\": \"POST\", \"path\": \"/mcp\", \"headers\": 7}"
      })
  void apply_noProxyEvent_is400(String payload) {
    Message<InputStream> message =
        MessageBuilder.withPayload((InputStream) new ByteArrayInputStream(payload.getBytes(UTF_8)))
            .build();
    JsonNode answer = JSON.readTree(function.apply(message).getPayload());
    assertThat(answer.path("statusCode").asInt()).isEqualTo(400);
    assertThat(answer.path("body").asString()).contains("not called by API Gateway's proxy");
  }

  @Test
  void apply_headerWithoutValue_isPassedOver() {
    ObjectNode event = event(PING);
    event.putObject("headers").putNull("Origin");
    assertThat(apply(event, 5_000).path("statusCode").asInt()).isEqualTo(200);
  }

  @Test
  void apply_answerThatQuotingMakesTooLarge_is500AndSaysSo() {
    JsonNode answer = apply(event(call("quotes")), 5_000);
    assertThat(answer.path("statusCode").asInt()).isEqualTo(500);
    assertThat(answer.path("body").asString()).contains("too large to send");
    assertThat(recorded.sum(Metric.CALL_FAILURES)).isEqualTo(1);
  }

  @Test
  void apply_closedAndNobodyVouches_is403() {
    JsonNode answer = apply(function(false), event(PING), 5_000);
    assertThat(answer.path("statusCode").asInt()).isEqualTo(403);
    assertThat(answer.path("body").asString()).contains("No authorizer has said who calls");
  }

  @Test
  void apply_closedAndAuthorizerVouches_isAnswered() {
    ObjectNode event = event(PING);
    event.withObject("/requestContext/authorizer").put("principalId", "ada");
    assertThat(apply(function(false), event, 5_000).path("statusCode").asInt()).isEqualTo(200);
  }

  @Test
  void apply_authorizerKnowsTenantAndScopes_areTheCallers() {
    ObjectNode event = event(call("say"));
    event
        .withObject("/requestContext/authorizer")
        .put("principalId", "ada")
        .put("tenant", "BUILDING")
        .put("scopes", "orders.read pii.read");
    JsonNode _ = apply(event, 5_000);
    assertThat(tools.caller)
        .isEqualTo(new Principal("ada", "BUILDING", Set.of("orders.read", "pii.read"), false));
  }

  @Test
  void apply_toolThatHangs_isGivenUpHalfASecondBeforeLambdaWould() throws InterruptedException {
    long startNanos = System.nanoTime();
    JsonNode answer = apply(event(call("hang")), 1_500);
    Duration took = Duration.ofNanos(System.nanoTime() - startNanos);
    assertThat(answer.path("statusCode").asInt()).isEqualTo(504);
    assertThat(took).isBetween(Duration.ofMillis(700), Duration.ofMillis(1_000));
    assertThat(recorded.sum(Metric.DEADLINES_EXCEEDED)).isEqualTo(1);
    assertThat(tools.interrupted.await(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void apply_toolThatBreaks_is500WithoutItsCauseAndTheNextIsUnharmed() {
    JsonNode answer = apply(event(call("break")), 5_000);
    assertThat(answer.path("statusCode").asInt()).isEqualTo(500);
    assertThat(answer.path("body").asString()).contains("\"reference\":").doesNotContain("secret");
    assertThat(recorded.lines())
        .anyMatch(
            line ->
                line.event() == Event.CALL_BROKE
                    && line.toString().contains("IllegalStateException")
                    && !line.toString().contains("secret"));
    assertThat(apply(event(PING), 5_000).path("statusCode").asInt()).isEqualTo(200);
  }

  @Test
  void apply_toolThatOverflowsTheStack_is500AndTheNextIsUnharmed() {
    assertThat(apply(event(call("overflow")), 5_000).path("statusCode").asInt()).isEqualTo(500);
    assertThat(apply(event(PING), 5_000).path("statusCode").asInt()).isEqualTo(200);
  }

  @Test
  void apply_priming_leavesNoTrace() {
    Message<InputStream> message = message(event(call("say")), new PrimingContext(false));
    JsonNode answer = JSON.readTree(function(false).apply(message).getPayload());
    assertThat(answer.path("body").asString()).contains("priming");
    assertThat(recorded.measurements()).isEmpty();
    assertThat(recorded.lines()).isEmpty();
    assertThat(traced.sent).isEmpty();
    assertThat(rehearsed.sum(Metric.CALLS)).isEqualTo(1);
    assertThat(disconnects).hasValue(0);
  }

  @Test
  void apply_primingAfresh_closesConnectionsFirst() {
    Message<byte[]> _ = function.apply(message(event(call("say")), new PrimingContext(true)));
    assertThat(disconnects).hasValue(1);
  }

  @Test
  void apply_callAfterPriming_isTold() {
    Message<byte[]> _ = function.apply(message(event(call("break")), new PrimingContext(true)));
    JsonNode _ = apply(event(PING), 5_000);
    assertThat(recorded.sum(Metric.CALLS)).isEqualTo(1);
    assertThat(recorded.lines()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(dev.sluice.protocol.Method.class)
  void apply_anyMethod_hasOneRecordOfItsDoor(dev.sluice.protocol.Method method) {
    String body =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":{\"secret\":\"unmistakable\"}}"
            .formatted(method.wireName());
    JsonNode _ = apply(event(body), 5_000);
    assertThat(records)
        .singleElement()
        .satisfies(
            line -> {
              JsonNode record = JSON.readTree(line);
              assertThat(record.path("door").asString()).isEqualTo(method.wireName());
              assertThat(record.path("verdict").asString()).isIn("allowed", "refused");
              assertThat(record.path("arguments").asString()).hasSize(64);
              assertThat(record.path("subject").asString()).startsWith("u-");
              assertThat(line).doesNotContain("unmistakable");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "'no json',request,parse_error",
    "'[]',request,invalid_request",
    "'{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"unmistakable\"}',request,method_not_found"
  })
  void apply_refused_recordSaysByWhichLayer(String body, String layer, String code) {
    JsonNode _ = apply(event(body), 5_000);
    assertThat(records).hasSize(1);
    JsonNode record = JSON.readTree(records.getFirst());
    assertThat(record.path("verdict").asString()).isEqualTo("refused");
    assertThat(record.path("layer").asString()).isEqualTo(layer);
    assertThat(record.path("code").asString()).isEqualTo(code);
    assertThat(records.getFirst()).doesNotContain("unmistakable");
  }

  @Test
  void apply_tookTooLong_recordSaysSo() {
    JsonNode _ = apply(event(call("hang")), 1_500);
    assertThat(JSON.readTree(records.getFirst()).path("code").asString()).isEqualTo("too_late");
  }

  @Test
  void apply_closedAndNobodyVouches_isRecorded() {
    JsonNode _ = apply(function(false), event(PING), 5_000);
    JsonNode record = JSON.readTree(records.getFirst());
    assertThat(record.path("layer").asString()).isEqualTo("caller");
    assertThat(record.path("subject").asString()).isEmpty();
  }

  @Test
  void apply_recordCannotBeWritten_isNotAnsweredWithData() {
    auditFails = true;
    JsonNode answer = apply(event(call("say")), 5_000);
    assertThat(answer.path("statusCode").asInt()).isEqualTo(503);
    assertThat(answer.path("body").asString())
        .contains("could not be recorded")
        .doesNotContain("result");
    assertThat(recorded.sum(Metric.AUDIT_FAILURES)).isEqualTo(1);
    assertThat(recorded.sum(Metric.CALL_FAILURES)).isEqualTo(1);
  }

  @Test
  void apply_toolThatBreaks_problemAndCallAndAnswerHaveOneReference() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Telemetry emf =
        new EmfTelemetry(new PrintStream(bytes, true, UTF_8), InstantSource.system(), "7");
    JsonNode answer = apply(function(true, emf), event(call("break")), 5_000);
    List<JsonNode> lines = bytes.toString(UTF_8).lines().map(JSON::readTree).toList();
    assertThat(lines)
        .extracting(line -> line.path("event").asString())
        .containsExactly("call_broke", "call");
    assertThat(lines)
        .extracting(line -> line.path("reference").asString())
        .containsOnly(answer.at("/headers/Sluice-Reference").asString());
    assertThat(lines).extracting(line -> line.path("trace").asString()).containsOnly(ROOT);
  }

  @ParameterizedTest
  @CsvSource({"say,0,0", "say,1,1", "break,0,1", "break,1,1"})
  void apply_tracedCall_isSentWhereSampledOrFailed(String tool, String sampled, int sent) {
    Message<byte[]> _ = function.apply(message(event(call(tool)), context(5_000, sampled)));
    assertThat(traced.sent).hasSize(sent);
    for (CallTrace trace : traced.sent) {
      assertThat(trace.header().root()).isEqualTo(ROOT);
      assertThat(trace.failed()).isEqualTo(tool.equals("break"));
    }
  }

  @Test
  void apply_severalCalls_areOneChain() {
    for (int i = 0; i < 3; i++) {
      JsonNode _ = apply(event(PING), 5_000);
    }
    assertThat(records).hasSize(3);
    assertThat(AuditCheck.firstBroken(records)).isEmpty();
  }

  private void audited(String line) throws IOException {
    if (auditFails) {
      throw new IOException("no room for unmistakable");
    }
    records.add(line);
  }

  private McpFunction function(boolean open) {
    return function(open, recorded);
  }

  private McpFunction function(boolean open, Telemetry sink) {
    McpServer server =
        new McpServer(
            Features.of(new ServerInfo("sluice", "Sluice", "test"), tools),
            new RequestStates(Secrets.none(), InstantSource.system()),
            origin -> false);
    SnapshotTelemetry telemetry = new SnapshotTelemetry(sink, rehearsed);
    return new McpFunction(
        () -> server,
        telemetry,
        InstantSource.system(),
        open ? Principal.LOCAL : null,
        new Audit(
            new Pseudonyms(null, InstantSource.system(), recorded), new AuditTrail(this::audited)),
        new Traces(traced, telemetry, InstantSource.system()),
        disconnects::incrementAndGet);
  }

  private JsonNode apply(ObjectNode event, int remainingMillis) {
    return apply(function, event, remainingMillis);
  }

  private static JsonNode apply(McpFunction function, ObjectNode event, int remainingMillis) {
    Message<byte[]> answer = function.apply(message(event, context(remainingMillis)));
    return JSON.readTree(answer.getPayload());
  }

  private static Message<InputStream> message(ObjectNode event, Context context) {
    InputStream payload = new ByteArrayInputStream(JSON.writeValueAsBytes(event));
    return MessageBuilder.withPayload(payload).setHeader("aws-context", context).build();
  }

  private static ObjectNode event(String body) {
    return JSON.createObjectNode()
        .put("httpMethod", "POST")
        .put("path", "/mcp")
        .put("body", body)
        .put("isBase64Encoded", false);
  }

  private static String call(String tool) {
    return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\""
        + tool
        + "\"}}";
  }

  private static Context context(int remainingMillis) {
    return context(remainingMillis, "0");
  }

  private static Context context(int remainingMillis, String sampled) {
    return (Context)
        Proxy.newProxyInstance(
            Context.class.getClassLoader(),
            new Class<?>[] {Context.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getRemainingTimeInMillis" -> remainingMillis;
                  case "getXrayTraceId" ->
                      "Root=" + ROOT + ";Parent=53995c3f42cd8ad8;Sampled=" + sampled;
                  case "toString" -> "context";
                  case "hashCode" -> 7;
                  default -> null;
                });
  }

  /** Tools that do what a tool must never do. */
  private static final class ProbingTools implements Tools {
    final CountDownLatch interrupted = new CountDownLatch(1);
    private @Nullable Principal caller;

    @Override
    public List<Tool> list(Call call) {
      return List.of();
    }

    @Override
    public Optional<Tool> find(String name, Call call) {
      caller = call.principal();
      ObjectNode anything = JSON.createObjectNode().put("type", "object");
      return Optional.of(
          Tool.of(
              new ToolDescriptor(name, "", "", anything, null),
              (_, exchange) -> new ToolOutcome.Done(answer(name, exchange.call()))));
    }

    private ToolResult answer(String name, Call call) {
      return switch (name) {
        case "hang" -> hang();
        case "break" -> throw new IllegalStateException("a secret");
        case "overflow" -> overflow(0);
        // Four bytes each in the proxy answer, and below the protocol's limit before.
        case "quotes" -> say("\"".repeat(2_000_000));
        default -> say(call.principal().subject());
      };
    }

    private ToolResult hang() {
      try {
        Thread.sleep(Duration.ofMinutes(1));
      } catch (InterruptedException e) {
        interrupted.countDown();
      }
      return say("late");
    }

    @SuppressWarnings("InfiniteRecursion") // That is the point.
    private ToolResult overflow(int depth) {
      return overflow(depth + 1);
    }

    private static ToolResult say(String text) {
      return new ToolResult(List.of(new Content.Text(text)), null, false);
    }
  }
}
