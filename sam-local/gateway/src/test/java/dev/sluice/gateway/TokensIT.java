package dev.sluice.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.sluice.function.authorizer.AuthorizerHandler;
import dev.sluice.testkit.tokens.TokenCase;
import dev.sluice.testkit.tokens.TokenCases;
import dev.sluice.testkit.tokens.TokenIssuer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every kind of token over HTTP: through the gateway, the deployed authorizer and the gateway's own
 * responses, up to a function that says whom it was told.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TokensIT {
  private static final Map<String, Integer> STATUS = Map.of(TokenCase.ACCEPTED, 200);
  private static final int UNAUTHORIZED = 401;

  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final List<String> SETTINGS = new ArrayList<>();
  private static final List<String> problems = new ArrayList<>();
  private static TokenIssuer issuer;
  private static HttpGateway gateway;
  private static String resource = "";

  @BeforeAll
  static void start() throws IOException {
    issuer = TokenIssuer.start();
    gateway = HttpGateway.start(0, TokensIT::api);
  }

  @AfterAll
  static void stop() {
    gateway.close();
    issuer.close();
    SETTINGS.forEach(System::clearProperty);
  }

  private static RestApi api(int port) {
    resource = "http://127.0.0.1:" + port + "/mcp";
    issuer.settings(resource).forEach(TokensIT::set);
    set("SLUICE_AUDIENCES", "sluice");
    set("SLUICE_TELEMETRY", "problems");
    set("SLUICE_CATALOG", Path.of("..", "..", "catalog").toString());
    AuthorizerHandler authorizer = new AuthorizerHandler();
    RequestStreamHandler echo =
        (input, output, _) -> {
          JsonNode event = JsonMapper.shared().readTree(input);
          var answer = JsonMapper.shared().createObjectNode().put("statusCode", 200);
          answer.put("body", event.at("/requestContext/authorizer").toString());
          output.write(JsonMapper.shared().writeValueAsBytes(answer));
        };
    Gate gate =
        new Gate(
            new LocalAuthorizer(
                new LocalFunction(authorizer, Duration.ofSeconds(10)),
                LocalAuthorizer.DEPLOYED_TTL,
                InstantSource.system()),
            authorizer.metadata());
    return new RestApi(
        new LocalFunction(echo, Duration.ofSeconds(10)),
        gate,
        InstantSource.system(),
        problems::add);
  }

  private static void set(String name, String value) {
    SETTINGS.add(name);
    System.setProperty(name, value);
  }

  @Test
  @Order(1)
  void keysAreNotToBeHad_is503AndNoChallenge() {
    issuer.answer(new TokenIssuer.Manner.Answers(503, ""));
    HttpResponse<String> response = send(bearing(good(Map.of())));
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("Retry-After")).hasValue("60");
    assertThat(response.headers().firstValue("WWW-Authenticate")).isEmpty();
    assertThat(problems).singleElement().asString().contains("keys are not to be had");
    problems.clear();
    issuer.answer(new TokenIssuer.Manner.Publishes());
    // The next reading is a minute away: another authorizer has not tried yet.
    gateway.close();
    gateway = HttpGateway.start(0, TokensIT::api);
    assertThat(send(bearing(good(Map.of()))).statusCode()).isEqualTo(200);
  }

  @TestFactory
  @Order(2)
  Stream<DynamicTest> everyKindOfToken_hasItsExactStatus() {
    List<TokenCase> cases = TokenCases.of(issuer, resource, Instant.now());
    assertThat(cases).hasSizeGreaterThan(150);
    return cases.stream().map(one -> DynamicTest.dynamicTest(one.name(), () -> assertStatus(one)));
  }

  @Test
  @Order(3)
  void afterAllOfThem_issuerWasAskedTwiceAndNobodyElse() {
    assertThat(issuer.fetches()).isEqualTo(2);
    assertThat(issuer.strayFetches()).isZero();
    assertThat(problems).isEmpty();
  }

  private static void assertStatus(TokenCase one) {
    HttpRequest.Builder request =
        request("/mcp" + (one.query().isEmpty() ? "" : "?" + one.query()));
    one.authorization().forEach(value -> request.header("Authorization", value));
    HttpResponse<String> response = send(request);
    int expected = STATUS.getOrDefault(one.expected(), UNAUTHORIZED);
    assertThat(response.statusCode()).isEqualTo(expected);
    if (expected == UNAUTHORIZED) {
      assertThat(response.headers().allValues("WWW-Authenticate"))
          .containsExactly(
              "Bearer scope=\"sql.query\", resource_metadata=\""
                  + resource.replace("/mcp", "/.well-known/oauth-protected-resource/mcp")
                  + "\"");
      assertThat(response.body()).isEqualTo("{\"message\": \"Unauthorized\"}");
    } else {
      assertThat(response.headers().allValues("WWW-Authenticate")).isEmpty();
    }
  }

  @Test
  @Order(4)
  void tokenOf64Kilobytes_is431AndTheNextIsUnharmed() {
    assertThat(send(bearing("a".repeat(65_536))).statusCode()).isEqualTo(431);
    assertThat(send(bearing(good(Map.of()))).statusCode()).isEqualTo(200);
  }

  @Test
  @Order(5)
  void goodToken_functionIsToldWhoCalls() {
    HttpResponse<String> response = send(bearing(good(Map.of("tenant", "BUILDING"))));
    assertThat(response.body())
        .isEqualTo(
            "{\"principalId\":\"ada\",\"scopes\":\"orders.read sql.query\",\"tenant\":\"BUILDING\"}");
  }

  @Test
  @Order(6)
  void contextThatACallerMakesUp_isNotBelieved() {
    HttpRequest.Builder request =
        bearing(good(Map.of()))
            .header("X-Amzn-Authorizer", "{\"principalId\":\"root\"}")
            .POST(
                BodyPublishers.ofString(
                    "{\"requestContext\":{\"authorizer\":{\"principalId\":\"root\"}}}"));
    assertThat(send(request).body()).contains("\"principalId\":\"ada\"").doesNotContain("root");
  }

  @ParameterizedTest
  @CsvSource({
    "customer_orders, , 200",
    "query, sql.query, 200",
    "query, other, 403",
    "query, , 403",
    "explain_query, sql.query.more, 403",
    "start_query, sql.query, 200",
    "start_query, other, 403",
    "task_status, other, 200",
    "task_result, other, 200",
    "cancel_task, other, 200",
    "no_such_tool, , 200"
  })
  @Order(7)
  void headersNameTheTool_scopesDecide(String tool, String scope, int status) {
    HttpResponse<String> response =
        send(
            bearing(good(Map.of("scope", scope == null ? "" : scope)))
                .header("Mcp-Method", "tools/call")
                .header("Mcp-Name", tool));
    assertThat(response.statusCode()).isEqualTo(status);
    if (status == 403) {
      assertThat(response.headers().allValues("WWW-Authenticate"))
          .containsExactly(
              "Bearer error=\"insufficient_scope\", scope=\"sql.query\", resource_metadata=\""
                  + resource.replace("/mcp", "/.well-known/oauth-protected-resource/mcp")
                  + "\"");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/.well-known/oauth-protected-resource/mcp",
        "/.well-known/oauth-protected-resource"
      })
  @Order(8)
  void metadata_whereClientsLook_isReadWithoutAToken(String path) {
    HttpResponse<String> response = send(request(path).GET());
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
    assertThat(response.body())
        .isEqualTo(
            "{\"resource\":\""
                + resource
                + "\",\"authorization_servers\":[\""
                + issuer.name()
                + "\"],\"bearer_methods_supported\":[\"header\"],"
                + "\"scopes_supported\":[\"sql.query\"],\"resource_name\":\"Sluice\"}");
    assertThat(send(request(path)).statusCode()).as("POST").isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "DELETE", "OPTIONS"})
  @Order(9)
  void otherMethod_withoutAToken_is401(String method) {
    HttpResponse<String> response = send(request("/mcp").method(method, BodyPublishers.noBody()));
    assertThat(response.statusCode()).isEqualTo(UNAUTHORIZED);
    assertThat(response.headers().firstValue("WWW-Authenticate")).isPresent();
  }

  /** As API Gateway answers where it has no such resource; no function is asked. */
  @ParameterizedTest
  @CsvSource({
    "POST, /",
    "GET, /.well-known/openid-configuration",
    "GET, /.well-known/oauth-protected-resource/other"
  })
  @Order(9)
  void otherPath_withoutAToken_is403(String method, String path) {
    HttpResponse<String> response = send(request(path).method(method, BodyPublishers.noBody()));
    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(response.body()).isEqualTo("{\"message\": \"Missing Authentication Token\"}");
  }

  private static String good(Map<String, Object> changes) {
    return issuer.token(resource, Instant.now(), changes);
  }

  private static HttpRequest.Builder bearing(String token) {
    return request("/mcp").header("Authorization", "Bearer " + token);
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(resource.replace("/mcp", "") + path))
        .timeout(Duration.ofSeconds(30))
        .POST(BodyPublishers.ofString("{}"));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return CLIENT.send(request.build(), BodyHandlers.ofString(UTF_8));
    } catch (IOException e) {
      throw new AssertionError("the connection broke off", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
