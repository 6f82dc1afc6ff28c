package dev.sluice.protocol;

import static dev.sluice.protocol.TestClient.json;
import static dev.sluice.protocol.TestClient.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.feature.Exchange;
import dev.sluice.protocol.feature.ToolException;
import dev.sluice.protocol.feature.ToolOutcome;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class McpServerTest {
  private final TestClient client =
      new TestClient(new FakeTools().add("echo", McpServerTest::echo).features());

  @Test
  void discover_modern_saysVersionsAndCapabilities() {
    HttpResponse response = client.modern("server/discover", "{}", Map.of());
    JsonNode result = json(response).path("result");
    assertThat(response.status()).isEqualTo(200);
    assertThat(result.path("resultType").asString()).isEqualTo("complete");
    assertThat(result.path("supportedVersions").toString()).isEqualTo("[\"2026-07-28\"]");
    assertThat(result.at("/capabilities/tools").isObject()).isTrue();
    assertThat(result.path("ttlMs").asInt()).isPositive();
    assertThat(result.path("cacheScope").asString()).isEqualTo("private");
    assertThat(result.path("_meta").path("io.modelcontextprotocol/serverInfo").toString())
        .isEqualTo("{\"name\":\"sluice\",\"title\":\"Sluice\",\"version\":\"0.1.0\"}");
  }

  @Test
  void toolsList_bothEras_showTheSameTools() {
    JsonNode modern = json(client.modern("tools/list", "{}", Map.of())).path("result");
    JsonNode legacy = json(client.legacy("tools/list", "{}")).path("result");
    assertThat(modern.path("tools")).isEqualTo(legacy.path("tools"));
    assertThat(legacy.toString())
        .isEqualTo(
            "{\"tools\":[{\"name\":\"echo\",\"title\":\"Title\",\"description\":\"Description.\","
                + "\"inputSchema\":{\"type\":\"object\"}}]}");
  }

  @Test
  void toolsCall_bothEras_giveTheToolsResult() {
    String params = "{\"name\":\"echo\",\"arguments\":{\"a\":1}}";
    JsonNode modern = json(client.modern("tools/call", params, Map.of("Mcp-Name", "echo")));
    JsonNode legacy = json(client.legacy("tools/call", params, "2025-06-18"));
    assertThat(modern.at("/result/content/0").toString())
        .isEqualTo("{\"text\":\"{\\\"a\\\":1}\",\"type\":\"text\"}");
    assertThat(modern.at("/result/resultType").asString()).isEqualTo("complete");
    assertThat(legacy.at("/result/content")).isEqualTo(modern.at("/result/content"));
    assertThat(legacy.at("/result/isError").asBoolean(true)).isFalse();
    assertThat(legacy.at("/result").has("resultType")).isFalse();
    assertThat(modern.path("id").asInt()).isEqualTo(7);
  }

  @Test
  void toolsCall_nameInBase64_isDecodedBeforeItIsCompared() {
    String params = "{\"name\":\"echo\"}";
    assertThat(
            client.modern("tools/call", params, Map.of("Mcp-Name", "=?base64?ZWNobw==?=")).status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "absent",
      textBlock =
          """
          Mcp-Name | absent
          Mcp-Name | other
          Mcp-Name | =?base64?ZWNobw?=
          Mcp-Name | =?base64?%%%%?=
          Mcp-Method | absent
          Mcp-Method | tools/list
          MCP-Protocol-Version | 2026-07-29
          """)
  void toolsCall_headerOtherThanBody_is400WithItsCode(String header, @Nullable String value) {
    Map<String, @Nullable String> headers = new TreeMap<>(Map.of("Mcp-Name", "echo"));
    headers.put(header, value);
    HttpResponse response = client.modern("tools/call", "{\"name\":\"echo\"}", headers);
    assertThat(response.status()).isEqualTo(400);
    assertThat(json(response).at("/error/code").asInt()).isEqualTo(-32020);
    assertThat(json(response).at("/error/message").asString()).contains(header);
  }

  @Test
  void request_revisionNobodySpeaks_namesWhatIsSpoken() {
    String body =
        request("tools/list", "{}")
            .replace(
                "\"params\":{",
                "\"params\":{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2030-01-01\","
                    + "\"io.modelcontextprotocol/clientCapabilities\":{}}");
    HttpResponse response = client.post(body, Map.of("MCP-Protocol-Version", "2030-01-01"));
    assertThat(response.status()).isEqualTo(400);
    assertThat(json(response).at("/error/code").asInt()).isEqualTo(-32022);
    assertThat(json(response).at("/error/data").toString())
        .isEqualTo("{\"supported\":[\"2026-07-28\"],\"requested\":\"2030-01-01\"}");
  }

  @Test
  void request_modernHeaderWithoutMeta_is400() {
    HttpResponse response =
        client.post(request("tools/list", "{}"), Map.of("MCP-Protocol-Version", "2026-07-28"));
    assertThat(response.status()).isEqualTo(400);
    assertThat(json(response).at("/error/code").asInt()).isEqualTo(-32602);
  }

  @ParameterizedTest
  @CsvSource({"2025-03-26,2025-03-26", "2025-06-18,2025-06-18", "1999-01-01,2025-11-25"})
  void initialize_revisionWanted_isAgreedOrTheNewest(String wanted, String agreed) {
    HttpResponse response =
        client.post(request("initialize", "{\"protocolVersion\":\"" + wanted + "\"}"), Map.of());
    assertThat(response.status()).isEqualTo(200);
    assertThat(json(response).at("/result/protocolVersion").asString()).isEqualTo(agreed);
    assertThat(json(response).at("/result/serverInfo/name").asString()).isEqualTo("sluice");
  }

  @Test
  void notification_legacy_isAcceptedWithoutBody() {
    HttpResponse response =
        client.post("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}", Map.of());
    assertThat(response.status()).isEqualTo(202);
    assertThat(response.body()).isEmpty();
  }

  @Test
  void unknownMethod_eachEra_hasItsOwnStatus() {
    HttpResponse modern = client.modern("resources/frobnicate", "{}", Map.of());
    HttpResponse legacy = client.legacy("resources/frobnicate", "{}", "2025-11-25");
    assertThat(modern.status()).isEqualTo(404);
    assertThat(legacy.status()).isEqualTo(200);
    assertThat(json(modern).at("/error/code").asInt()).isEqualTo(-32601);
    assertThat(json(legacy).at("/error/code").asInt()).isEqualTo(-32601);
  }

  @Test
  void unknownTool_anyEra_isAProtocolError() {
    HttpResponse response = client.legacy("tools/call", "{\"name\":\"nothing\"}", "2025-11-25");
    assertThat(json(response).at("/error/code").asInt()).isEqualTo(-32602);
    assertThat(json(response).at("/error/message").asString())
        .isEqualTo("There is no tool 'nothing'; tools/list names them.");
  }

  @Test
  void toolThatNeedsMoreScopes_anyEra_is403AndNamesThem() {
    String params = "{\"name\":\"payments\"}";
    for (HttpResponse response :
        List.of(
            client.legacy("tools/call", params, "2025-11-25"),
            client.modern("tools/call", params, Map.of("Mcp-Name", "payments")))) {
      assertThat(response.status()).isEqualTo(403);
      JsonNode error = json(response).path("error");
      assertThat(error.path("message").asString())
          .isEqualTo("The tool 'payments' needs a token with: orders.read pii.read.");
      assertThat(error.path("data").toString())
          .isEqualTo("{\"error\":\"insufficient_scope\",\"scope\":\"orders.read pii.read\"}");
    }
  }

  @Test
  void toolThatFails_anyEra_isAResultForTheModel() {
    HttpResponse response =
        client.legacy("tools/call", "{\"name\":\"echo\",\"arguments\":{\"fail\":1}}", "2025-11-25");
    assertThat(response.status()).isEqualTo(200);
    assertThat(json(response).at("/result/isError").asBoolean()).isTrue();
    assertThat(json(response).at("/result/content/0/text").asString()).isEqualTo("as you wished");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "DELETE", "PUT"})
  void method_otherThanPost_is405(String method) {
    HttpResponse response = client.send(new HttpRequest(method, Map.of(), new byte[0]));
    assertThat(response.status()).isEqualTo(405);
    assertThat(response.headers()).containsEntry("Allow", "POST");
  }

  @ParameterizedTest
  @CsvSource({"http://127.0.0.1:6274,200", "http://evil.example,403", "null,403"})
  void origin_ofAPage_isLetInOnlyWhenAllowed(String origin, int status) {
    assertThat(client.post(request("ping", "{}"), Map.of("Origin", origin)).status())
        .isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{\"a\":1,}",
        "{} {}",
        "nul",
        "[1",
        "{'a':1}",
        "\uFEFF{}",
        "01",
        "NaN"
      })
  void body_notJson_is400WithParseError(String body) {
    HttpResponse response = client.post(body, Map.of());
    assertThat(response.status()).isEqualTo(400);
    assertThat(json(response).at("/error/code").asInt()).isEqualTo(-32700);
    assertThat(json(response).path("id").isNull()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "7",
        "{}",
        "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"ping\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":7}",
        "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"ping\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"ping\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":[]}",
      })
  void body_jsonButNoRequest_is400WithInvalidRequest(String body) {
    HttpResponse response = client.post(body, Map.of());
    assertThat(response.status()).isEqualTo(400);
    assertThat(json(response).at("/error/code").asInt()).isEqualTo(-32600);
  }

  @Test
  void body_notUtf8_is400() {
    byte[] bytes = request("ping", "{}").getBytes(UTF_8);
    for (byte[] bad :
        List.of(
            new byte[] {(byte) 0xff},
            new byte[] {(byte) 0xc0, (byte) 0x80},
            new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80})) {
      byte[] body = new byte[bytes.length + bad.length];
      System.arraycopy(bytes, 0, body, 0, 30);
      System.arraycopy(bad, 0, body, 30, bad.length);
      System.arraycopy(bytes, 30, body, 30 + bad.length, bytes.length - 30);
      HttpResponse response = client.send(new HttpRequest("POST", Map.of(), body));
      assertThat(response.status()).isEqualTo(400);
      assertThat(json(response).at("/error/message").asString())
          .isEqualTo("The body is not UTF-8.");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 100_000})
  void body_nestedTooDeep_is400AndTheNextIsUnharmed(int depth) {
    HttpResponse response = client.post("[".repeat(depth), Map.of());
    assertThat(response.status()).isEqualTo(400);
    assertThat(json(response).at("/error/message").asString()).contains("nest at most 200 deep");
    assertThat(client.post(request("ping", "{}"), Map.of()).status()).isEqualTo(200);
  }

  @Test
  void body_overAMegabyte_is400() {
    HttpResponse response = client.post("\"" + "x".repeat(1_048_576) + "\"", Map.of());
    assertThat(response.status()).isEqualTo(400);
    assertThat(json(response).at("/error/message").asString())
        .isEqualTo("The body has 1048578 bytes; send at most 1048576.");
  }

  private static ToolOutcome echo(ObjectNode arguments, Exchange exchange) {
    if (arguments.has("fail")) {
      throw new ToolException("as you wished");
    }
    return FakeTools.say(arguments.toString());
  }
}
