package dev.sluice.protocol;

import static dev.sluice.protocol.TestClient.errorCode;
import static dev.sluice.protocol.TestClient.errorMessage;
import static dev.sluice.protocol.TestClient.json;
import static dev.sluice.protocol.TestClient.result;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Principal;
import dev.sluice.call.secret.MemorySecrets;
import dev.sluice.call.secret.SecretName;
import dev.sluice.protocol.feature.Exchange;
import dev.sluice.protocol.feature.InputRequired;
import dev.sluice.protocol.feature.LogLevel;
import dev.sluice.protocol.feature.ToolOutcome;
import dev.sluice.protocol.modern.RequestStates;
import dev.sluice.protocol.wire.InputRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What passes between a handler and its client beside arguments and result. */
class ExchangeTest {
  private static final String CALL = "{\"name\":\"ask\",\"arguments\":{\"a\":1,\"b\":2}}";
  private static final Principal ADA = new Principal("ada", Set.of());
  private static final Principal EVE = new Principal("eve", Set.of());

  private final MovableClock clock = new MovableClock();
  private final MemorySecrets secrets = new MemorySecrets(clock);
  private final TestClient client = another();

  private TestClient another() {
    return new TestClient(
            new FakeTools()
                .add("ask", ExchangeTest::ask)
                .add("tell", ExchangeTest::tell)
                .add("sample", ExchangeTest::sample)
                .add("extend", ExchangeTest::extend)
                .features(),
            new RequestStates(secrets, clock))
        .as(ADA);
  }

  @Test
  void callTool_inputRequired_isAskedForAndGoesOnWithTheAnswer() {
    JsonNode asked = result(client.modern("tools/call", CALL));
    assertThat(asked.path("resultType").asString()).isEqualTo("input_required");
    assertThat(asked.at("/inputRequests/name/method").asString()).isEqualTo("elicitation/create");
    JsonNode answer = result(answerTo(asked.path("requestState").asString()));
    assertThat(answer.path("resultType").asString()).isEqualTo("complete");
    assertThat(answer.at("/content/0/text").asString()).isEqualTo("Ada after step 1");
  }

  @Test
  void requestState_keysOfTheBodyInAnotherOrder_isStillTheSameRequest() {
    String state = state();
    HttpResponse response =
        client.modern("tools/call", answer("{\"b\":2,\"a\":1}", "\"" + state + "\""));
    assertThat(result(response).at("/content/0/text").asString()).isEqualTo("Ada after step 1");
  }

  @Test
  void requestState_anyCharacterChanged_isRefused() {
    String state = state();
    for (int i = 0; i < state.length(); i++) {
      char other = state.charAt(i) == 'A' ? 'B' : 'A';
      String changed = state.substring(0, i) + other + state.substring(i + 1);
      if (i < state.indexOf('.')) {
        assertThat(errorMessage(answerTo(changed))).contains("is too old"); // So its key may be.
      } else {
        assertRefused(changed);
      }
    }
  }

  @Test
  void requestState_cutAnywhereOrMadeLonger_isRefused() {
    String state = state();
    for (int length = 0; length < state.length(); length++) {
      assertRefused(state.substring(0, length));
    }
    assertRefused(state + "A");
    assertRefused(state + ".A");
    assertRefused("x".repeat(10_000));
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "{}", "[]", "true", "\"\"", "\"...\"", "\"k1.1.x.y\""})
  void requestState_somethingElse_isRefused(String state) {
    HttpResponse response = client.modern("tools/call", answer("{\"a\":1,\"b\":2}", state));
    assertThat(errorCode(response)).isEqualTo(-32602);
  }

  @Test
  void requestState_ofAnotherCaller_isRefused() {
    String state = state();
    client.as(EVE);
    assertRefused(state);
  }

  @Test
  void requestState_ofAnotherRequest_isRefused() {
    HttpResponse response =
        client.modern("tools/call", answer("{\"a\":1,\"b\":3}", "\"" + state() + "\""));
    assertThat(errorMessage(response)).contains("not the one that was given for this request");
  }

  @Test
  void requestState_tooOld_isRefusedAndSaysSo() {
    String state = state();
    clock.advance(Duration.ofMinutes(15));
    assertThat(answerTo(state).status()).isEqualTo(200);
    assertThat(result(answerTo(state)).path("resultType").asString()).isEqualTo("complete");
    clock.advance(Duration.ofSeconds(2));
    assertThat(errorMessage(answerTo(state))).contains("is too old");
  }

  @Test
  void requestState_keyRotatedOnce_isStillGood_rotatedTwice_isTooOld() {
    String state = state();
    secrets.rotate(SecretName.REQUEST_STATE);
    assertThat(result(answerTo(state)).path("resultType").asString()).isEqualTo("complete");
    assertThat(state()).startsWith(secrets.of(SecretName.REQUEST_STATE).current().id() + ".");
    secrets.rotate(SecretName.REQUEST_STATE);
    assertThat(errorMessage(answerTo(state)))
        .isEqualTo("'params.requestState' is too old; ask anew, without it.");
  }

  /** Each in an environment of its own, which answers what another asked. */
  @Test
  void requestState_keyRotatedUnderLoad_losesNone() throws InterruptedException {
    Queue<String> asked = new ConcurrentLinkedQueue<>();
    Queue<String> refused = new ConcurrentLinkedQueue<>();
    AtomicInteger answered = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    TestClient own = another();
                    for (int call = 0; call < 500; call++) {
                      asked.add(state(own));
                      String state = asked.poll();
                      if (state != null && result(answerTo(own, state)).has("content")) {
                        answered.incrementAndGet();
                      } else {
                        refused.add(String.valueOf(state));
                      }
                    }
                  }));
    }
    while (answered.get() < 500 && threads.stream().anyMatch(Thread::isAlive)) {
      Thread.sleep(1);
    }
    secrets.rotate(SecretName.REQUEST_STATE);
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(refused).isEmpty();
    assertThat(answered).hasValue(2_000);
  }

  @Test
  void callTool_inputRequiredInALegacyRevision_saysWhatItTakes() {
    HttpResponse response = client.legacy("tools/call", CALL);
    assertThat(response.status()).isEqualTo(200);
    assertThat(errorMessage(response))
        .isEqualTo("This needs a client that answers questions, by 2026-07-28.");
  }

  @Test
  void inputResponses_noObject_areRefused() {
    HttpResponse response = client.modern("tools/call", "{\"name\":\"ask\",\"inputResponses\":[]}");
    assertThat(errorCode(response)).isEqualTo(-32602);
  }

  @Test
  void callTool_clientLacksACapability_isToldWhich() {
    HttpResponse response = client.modern("tools/call", "{\"name\":\"sample\"}");
    assertThat(response.status()).isEqualTo(400);
    assertThat(errorCode(response)).isEqualTo(-32021);
    assertThat(json(response).at("/error/data").toString())
        .isEqualTo("{\"requiredCapabilities\":{\"sampling\":{}}}");
    client.with("{\"sampling\":{}}");
    assertThat(client.modern("tools/call", "{\"name\":\"sample\"}").status()).isEqualTo(200);
  }

  @Test
  void callTool_clientLacksAnExtension_isToldWhich() {
    HttpResponse response = client.modern("tools/call", "{\"name\":\"extend\"}");
    assertThat(response.status()).isEqualTo(400);
    assertThat(errorCode(response)).isEqualTo(-32021);
    assertThat(json(response).at("/error/data").toString())
        .isEqualTo("{\"requiredCapabilities\":{\"extensions\":{\"example.com/more\":{}}}}");
    client.with("{\"extensions\":{\"example.com/more\":{}}}");
    assertThat(client.modern("tools/call", "{\"name\":\"extend\"}").status()).isEqualTo(200);
  }

  @Test
  void callTool_progressAndLogWanted_comeAsEventsBeforeTheAnswer() {
    client.withMeta("{\"progressToken\":\"p1\",\"io.modelcontextprotocol/logLevel\":\"info\"}");
    HttpResponse response = client.modern("tools/call", "{\"name\":\"tell\"}");
    assertThat(response.contentType()).isEqualTo("text/event-stream");
    List<JsonNode> events = events(response);
    assertThat(events)
        .extracting(event -> event.path("method").asString("answer"))
        .containsExactly(
            "notifications/progress", "notifications/message", "notifications/progress", "answer");
    assertThat(events.getFirst().path("params").toString())
        .isEqualTo(
            "{\"progressToken\":\"p1\",\"progress\":1.0,\"total\":2.0,\"message\":\"half\"}");
    assertThat(events.get(1).path("params").toString())
        .isEqualTo("{\"level\":\"warning\",\"data\":\"careful\"}");
    assertThat(events.getLast().at("/result/content/0/text").asString()).isEqualTo("told");
  }

  @Test
  void callTool_nothingWanted_isPlainJson() {
    HttpResponse response = client.modern("tools/call", "{\"name\":\"tell\"}");
    assertThat(response.contentType()).isEqualTo("application/json");
    assertThat(result(response).at("/content/0/text").asString()).isEqualTo("told");
  }

  @Test
  void callTool_clientTakesNoEvents_isPlainJson() {
    client.withMeta("{\"progressToken\":1}");
    HttpResponse response =
        client.modern("tools/call", "{\"name\":\"tell\"}", Map.of("Accept", "application/json"));
    assertThat(response.contentType()).isEqualTo("application/json");
  }

  @Test
  void logLevel_notALevel_isRefused() {
    client.withMeta("{\"io.modelcontextprotocol/logLevel\":\"loud\"}");
    assertThat(errorCode(client.modern("tools/call", "{\"name\":\"tell\"}"))).isEqualTo(-32602);
  }

  @Test
  void callTool_legacy_tellsTooButNoDetails() {
    client.withMeta("{\"progressToken\":7}");
    assertThat(events(client.legacy("tools/call", "{\"name\":\"tell\"}"))).hasSize(4);
  }

  private String state() {
    return state(client);
  }

  private static String state(TestClient from) {
    return result(from.modern("tools/call", CALL)).path("requestState").asString("");
  }

  private void assertRefused(String state) {
    HttpResponse response = answerTo(state);
    assertThat(response.status()).isEqualTo(200);
    assertThat(errorCode(response)).as(state).isEqualTo(-32602);
    assertThat(errorMessage(response)).contains("'params.requestState' is not the one");
  }

  private HttpResponse answerTo(String state) {
    return answerTo(client, state);
  }

  private static HttpResponse answerTo(TestClient from, String state) {
    return from.modern(
        "tools/call", answer("{\"a\":1,\"b\":2}", TestClient.JSON.writeValueAsString(state)));
  }

  private static String answer(String arguments, String state) {
    return "{\"name\":\"ask\",\"arguments\":"
        + arguments
        + ",\"inputResponses\":{\"name\":{\"action\":\"accept\",\"content\":{\"name\":\"Ada\"}}},"
        + "\"requestState\":"
        + state
        + "}";
  }

  private static List<JsonNode> events(HttpResponse response) {
    return Arrays.stream(new String(response.body(), UTF_8).split("\n\n", -1))
        .filter(event -> !event.isEmpty())
        .map(event -> TestClient.JSON.readTree(event.substring(event.indexOf('{'))))
        .toList();
  }

  private static ToolOutcome ask(ObjectNode arguments, Exchange exchange) {
    Optional<ObjectNode> name = exchange.input("name");
    if (name.isPresent() && exchange.state().isPresent()) {
      return FakeTools.say(
          name.get().at("/content/name").asString() + " after " + exchange.state().get());
    }
    ObjectNode params = TestClient.JSON.createObjectNode().put("message", "Who are you?");
    return new InputRequired(
        Map.of("name", new InputRequest("elicitation/create", params)), "step 1");
  }

  private static ToolOutcome tell(ObjectNode arguments, Exchange exchange) {
    exchange.progress(1, 2.0, "half");
    exchange.log(LogLevel.DEBUG, TestClient.JSON.valueToTree("details"));
    exchange.log(LogLevel.WARNING, TestClient.JSON.valueToTree("careful"));
    exchange.progress(2, 2.0, null);
    return FakeTools.say("told");
  }

  private static ToolOutcome sample(ObjectNode arguments, Exchange exchange) {
    exchange.requireClient("sampling");
    return FakeTools.say("sampled");
  }

  private static ToolOutcome extend(ObjectNode arguments, Exchange exchange) {
    exchange.requireClientExtension("example.com/more");
    return FakeTools.say("extended");
  }

  private static final class MovableClock implements InstantSource {
    private Instant now = Instant.parse("2026-11-24T03:00:00Z");

    void advance(Duration by) {
      now = now.plus(by);
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
