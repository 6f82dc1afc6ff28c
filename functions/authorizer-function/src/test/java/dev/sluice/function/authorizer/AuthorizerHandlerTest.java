package dev.sluice.function.authorizer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.Context;
import dev.sluice.call.Environment;
import dev.sluice.identity.audit.AuditCheck;
import dev.sluice.testkit.tokens.TokenCase;
import dev.sluice.testkit.tokens.TokenCases;
import dev.sluice.testkit.tokens.TokenIssuer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class AuthorizerHandlerTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Instant NOW = Instant.parse("2026-11-26T04:00:00Z");
  private static final String RESOURCE = "https://mcp.example.com/mcp";
  private static final String ARN = "arn:aws:execute-api:eu-central-1:1:api/live/POST/mcp";

  @TempDir private Path catalog;
  @TempDir private Path records;
  private Path audit = Path.of("");
  private TokenIssuer issuer;
  private Map<String, String> environment;

  @BeforeEach
  void start() throws IOException {
    issuer = TokenIssuer.start();
    Files.writeString(
        catalog.resolve("relations.yaml"), "- relation: public.orders\n  columns: [id]\n");
    Files.createDirectories(catalog.resolve("tools"));
    tool("orders", "[orders.read]");
    tool("payments", "[orders.read, pii.read]");
    tool("status", "[]");
    audit = records.resolve("audit.jsonl");
    environment =
        new HashMap<>(
            Map.of(
                "SLUICE_ISSUER", issuer.name(),
                "SLUICE_ISSUER_KEYS_URL", issuer.keysAddress().toString(),
                "SLUICE_ISSUER_LOOPBACK", "true",
                "SLUICE_RESOURCE", RESOURCE,
                "SLUICE_AUDIENCES", "sluice",
                "SLUICE_TOKEN_FORM", "jwt",
                "SLUICE_TENANT_CLAIM", "tenant",
                "SLUICE_TELEMETRY", "problems",
                "SLUICE_CATALOG", catalog.toString()));
    environment.put("SLUICE_AUDIT_FILE", audit.toString());
  }

  @AfterEach
  void stop() {
    issuer.close();
  }

  @Test
  void handleRequest_goodToken_allowsAndTellsTheFunctionWhoItIs() throws IOException {
    JsonNode answer = answer(token(Map.of("tenant", "BUILDING")));
    assertThat(answer.toString())
        .isEqualTo(
            "{\"principalId\":\"ada\",\"policyDocument\":{\"Version\":\"2012-10-17\",\"Statement\":["
                + "{\"Action\":\"execute-api:Invoke\",\"Effect\":\"Allow\",\"Resource\":\""
                + ARN
                + "\"}]},\"context\":"
                + answer.path("context")
                + "}");
    assertThat(answer.at("/context/tenant").asString()).isEqualTo("BUILDING");
    assertThat(answer.at("/context/scopes").asString()).isEqualTo("orders.read sql.query");
    assertThat(answer.path("context").size()).isEqualTo(2);
  }

  @Test
  void handleRequest_everyKindOfToken_isAllowedOrUnauthorized() {
    AuthorizerHandler handler = handler();
    for (TokenCase one : TokenCases.of(issuer, RESOURCE, NOW)) {
      ObjectNode event = event(one.authorization());
      if (one.expected().equals(TokenCase.ACCEPTED)) {
        assertThat(effect(handler, event)).as(one.name()).isEqualTo("Allow");
      } else {
        assertThatThrownBy(() -> answer(handler, event)).as(one.name()).hasMessage("Unauthorized");
      }
    }
  }

  @Test
  void handleRequest_issuerDown_failsWithoutBlamingTheToken() {
    issuer.answer(new TokenIssuer.Manner.Answers(503, ""));
    assertThatThrownBy(() -> answer(token(Map.of())))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the issuer's keys are not to be had");
  }

  @ParameterizedTest
  @CsvSource({
    "orders, Allow",
    "status, Allow",
    "nothing, Allow",
    "list_relations, Allow",
    "query, Allow",
    "payments, Deny"
  })
  void handleRequest_headersNameATool_goesByItsScopes(String tool, String effect) {
    assertThat(effect(handler(), call(token(Map.of()), tool))).isEqualTo(effect);
  }

  @ParameterizedTest
  @ValueSource(strings = {"query", "explain_query", "orders"})
  void handleRequest_scopeIsMissing_challengeNamesIt(String tool) throws IOException {
    ObjectNode event = call(token(Map.of("scope", "other")), tool);
    JsonNode answer = answer(handler(), event);
    assertThat(answer.at("/policyDocument/Statement/0/Effect").asString()).isEqualTo("Deny");
    assertThat(answer.at("/context/challenge").asString())
        .isEqualTo(
            "Bearer error=\"insufficient_scope\", scope=\""
                + (tool.equals("orders") ? "orders.read" : "sql.query")
                + "\", resource_metadata=\"https://mcp.example.com/.well-known/"
                + "oauth-protected-resource/mcp\"");
  }

  @Test
  void handleRequest_anotherMethodOrTwoNames_isLeftToTheFunction() {
    ObjectNode other = call(token(Map.of()), "payments");
    ((ObjectNode) other.path("multiValueHeaders")).putArray("mcp-method").add("prompts/get");
    assertThat(effect(handler(), other)).isEqualTo("Allow");
    ObjectNode two = call(token(Map.of()), "payments");
    ((ArrayNode) two.path("multiValueHeaders").path("mcp-name")).add("payments");
    assertThat(effect(handler(), two)).isEqualTo("Allow");
  }

  @Test
  void handleRequest_refused_isOnRecordUnderTheGatewaysIdAndWithoutAName() throws IOException {
    AuthorizerHandler handler = handler();
    String few = token(Map.of("sub", "ann-unmistakable", "tenant", "acme", "scope", "other"));
    handler.beforeCheckpoint(org.crac.Core.getGlobalContext());
    assertThatThrownBy(() -> answer(handler, named("id-1", event(List.of("Bearer e30.e30.AA")))))
        .hasMessage("Unauthorized");
    assertThat(effect(handler, named("id-2", call(few, "orders")))).isEqualTo("Deny");
    assertThat(effect(handler, named("id-3", call(token(Map.of()), "orders")))).isEqualTo("Allow");

    List<String> lines = Files.readAllLines(audit);
    assertThat(AuditCheck.firstBroken(lines)).isEmpty();
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0))
        .contains(
            "\"sequence\":1,",
            "\"reference\":\"id-1\",\"subject\":\"\",\"tenant\":\"\",\"door\":\"\",\"name\":\"\"",
            "\"verdict\":\"refused\",\"layer\":\"caller\"",
            "\"status\":401");
    assertThat(lines.get(1))
        .contains(
            "\"reference\":\"id-2\",\"subject\":\"u-",
            "\"tenant\":\"acme\",\"door\":\"tools/call\",\"name\":\"orders\"",
            "\"layer\":\"scope\",\"code\":\"insufficient_scope\"",
            "\"status\":403")
        .doesNotContain("unmistakable");
  }

  @Test
  void handleRequest_refusalCannotBeRecorded_isNoAnswer() {
    environment.put("SLUICE_AUDIT_FILE", records.toString());
    assertThatThrownBy(() -> answer("e30.e30.AA"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the refusal could not be recorded");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no", "[]", "7", "{}", "null", "{\"multiValueHeaders\": 7}"})
  void handleRequest_noAuthorizerEvent_isNoUnauthorized(String payload) {
    AuthorizerHandler handler = handler();
    assertThatThrownBy(
            () ->
                handler.handleRequest(
                    new ByteArrayInputStream(payload.getBytes(UTF_8)),
                    new ByteArrayOutputStream(),
                    context()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no event of a REQUEST authorizer");
  }

  @Test
  void metadata_customDomain_hasThePathPutIn() {
    assertThat(handler().metadata().json())
        .isEqualTo(
            "{\"resource\":\"https://mcp.example.com/mcp\",\"authorization_servers\":[\""
                + issuer.name()
                + "\"],\"bearer_methods_supported\":[\"header\"],\"scopes_supported\":["
                + "\"orders.read\",\"pii.read\",\"sql.query\"],\"resource_name\":\"Sluice\"}");
    assertThat(handler().metadata().challenge())
        .isEqualTo(
            "Bearer scope=\"orders.read pii.read sql.query\", resource_metadata=\""
                + "https://mcp.example.com/.well-known/oauth-protected-resource/mcp\"");
  }

  @Test
  void scopes_cognito_areAskedForWithTheResourceInFront() throws IOException {
    environment.put("SLUICE_TOKEN_FORM", "cognito");
    environment.put("SLUICE_FURTHER_SCOPES", "openid offline_access");
    assertThat(handler().metadata().scopes())
        .containsExactlyInAnyOrder(
            "openid", RESOURCE + "/orders.read", RESOURCE + "/pii.read", RESOURCE + "/sql.query");
    String scope = RESOURCE + "/orders.read";
    String token = token(Map.of("token_use", "access", "scope", scope));
    assertThat(answer(token).at("/context/scopes").asString()).isEqualTo("orders.read");
    assertThat(answer(handler(), call(token, "query")).at("/context/challenge").asString())
        .contains("scope=\"" + RESOURCE + "/sql.query\"");
  }

  @Test
  void metadata_hostOfApiGateway_isBelowTheStage() {
    environment.put("SLUICE_STAGE", "live");
    environment.put("SLUICE_RESOURCE", "https://a.execute-api.eu-central-1.amazonaws.com/live/mcp");
    assertThat(handler().metadata().metadata())
        .hasToString(
            "https://a.execute-api.eu-central-1.amazonaws.com/live"
                + "/.well-known/oauth-protected-resource/mcp");
  }

  @Test
  void beforeCheckpoint_readsTheKeysOnceAndIsRefusedNothing() throws IOException {
    AuthorizerHandler handler = handler();
    handler.beforeCheckpoint(org.crac.Core.getGlobalContext());
    assertThat(effect(handler, event(List.of("Bearer " + token(Map.of()))))).isEqualTo("Allow");
    assertThat(issuer.fetches()).isEqualTo(1);
  }

  @Test
  void beforeCheckpoint_issuerDown_isNoObstacleToPublishing() throws IOException {
    issuer.answer(new TokenIssuer.Manner.Answers(503, ""));
    handler().beforeCheckpoint(org.crac.Core.getGlobalContext());
    assertThat(issuer.fetches()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "absent",
      value = {
        "SLUICE_ISSUER, absent, is not set",
        "SLUICE_ISSUER_KEYS_URL, absent, is not set",
        "SLUICE_ISSUER_KEYS_URL, http://issuer.example/keys, write one like https://HOST/jwks.json",
        "SLUICE_ISSUER_LOOPBACK, false, write one like https://HOST/jwks.json",
        "SLUICE_RESOURCE, /mcp, write a whole URL",
        "SLUICE_RESOURCE, 'https://a b', write a whole URL",
        "SLUICE_TOKEN_FORM, absent, is not set",
        "SLUICE_TOKEN_FORM, JWT, 'write jwt, at_jwt or cognito'",
        "SLUICE_TOKEN_ALGORITHMS, RS256 HS256, 'write some of RS256, PS256, ES256, EdDSA'",
        "SLUICE_LEEWAY_SECONDS, 1m, not a whole number",
        "SLUICE_LEEWAY_SECONDS, 121, write 0 to 120",
        "SLUICE_ISSUER_LOOPBACK, yes, write true or false",
        "SLUICE_TELEMETRY, none, write problems or all",
        "SLUICE_STAGE, live, does not begin with the stage"
      })
  void settings_missingOrWrong_sayWhatToWrite(
      String name, @Nullable String value, String expected) {
    if (value == null) {
      environment.remove(name);
    } else {
      environment.put(name, value);
    }
    assertThatThrownBy(this::handler)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(expected);
  }

  private void tool(String name, String scopes) throws IOException {
    Files.writeString(
        catalog.resolve("tools").resolve(name + ".yaml"),
        """
        name: %s
        title: A title
        description: A description.
        scopes: %s
        input: { type: object, properties: {} }
        examples: [ {} ]
        sql: select id from orders
        """
            .formatted(name, scopes));
  }

  private AuthorizerHandler handler() {
    return new AuthorizerHandler(
        AuthorizerSettings.read(new Environment(environment::get)), InstantSource.fixed(NOW));
  }

  private String token(Map<String, Object> changes) {
    return issuer.token(RESOURCE, NOW, new HashMap<>(changes));
  }

  private JsonNode answer(String token) throws IOException {
    return answer(handler(), event(List.of("Bearer " + token)));
  }

  private static ObjectNode event(List<String> authorization) {
    ObjectNode event = JSON.createObjectNode().put("type", "REQUEST").put("methodArn", ARN);
    event.put("path", "/mcp").put("httpMethod", "POST");
    ArrayNode values = event.putObject("multiValueHeaders").putArray("authorization");
    authorization.forEach(values::add);
    return event;
  }

  private static ObjectNode call(String token, String tool) {
    ObjectNode event = event(List.of("Bearer " + token));
    ObjectNode headers = (ObjectNode) event.path("multiValueHeaders");
    headers.putArray("mcp-method").add("tools/call");
    headers.putArray("mcp-name").add(tool);
    return event;
  }

  private static ObjectNode named(String requestId, ObjectNode event) {
    event.putObject("requestContext").put("requestId", requestId);
    return event;
  }

  private static JsonNode answer(AuthorizerHandler handler, ObjectNode event) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    handler.handleRequest(new ByteArrayInputStream(JSON.writeValueAsBytes(event)), out, context());
    return JSON.readTree(out.toByteArray());
  }

  private static String effect(AuthorizerHandler handler, ObjectNode event) {
    try {
      return answer(handler, event).at("/policyDocument/Statement/0/Effect").asString();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Context context() {
    return (Context)
        Proxy.newProxyInstance(
            Context.class.getClassLoader(), new Class<?>[] {Context.class}, (_, _, _) -> null);
  }
}
