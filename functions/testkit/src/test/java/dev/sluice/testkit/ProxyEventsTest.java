package dev.sluice.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class ProxyEventsTest {

  @Test
  void toBytes_plainPost_hasTheGatewaysShapeAndSize() {
    byte[] bytes =
        ProxyEvents.post("/mcp", "{\"jsonrpc\":\"2.0\"}")
            .requestId("r-1")
            .requestTime(Instant.parse("2026-11-24T03:00:00Z"))
            .authorizer(Map.of("principalId", "alice", "scopes", "orders.read"))
            .toBytes();
    JsonNode event = JsonMapper.shared().readTree(bytes);

    assertThat(bytes.length).isBetween(2_500, 3_500);
    assertThat(event.path("httpMethod").asString()).isEqualTo("POST");
    assertThat(event.path("path").asString()).isEqualTo("/mcp");
    assertThat(event.path("body").asString()).isEqualTo("{\"jsonrpc\":\"2.0\"}");
    assertThat(event.path("isBase64Encoded").asBoolean()).isFalse();
    JsonNode context = event.path("requestContext");
    assertThat(context.path("requestId").asString()).isEqualTo("r-1");
    assertThat(context.path("stage").asString()).isEqualTo("prod");
    assertThat(context.path("path").asString()).isEqualTo("/prod/mcp");
    assertThat(context.path("requestTime").asString()).isEqualTo("24/Nov/2026:03:00:00 +0000");
    assertThat(context.path("authorizer").path("principalId").asString()).isEqualTo("alice");
    assertThat(context.path("identity").path("sourceIp").isString()).isTrue();
  }

  @Test
  void header_ofAnotherCase_replacesInBothMaps() {
    JsonNode event =
        JsonMapper.shared()
            .readTree(ProxyEvents.of("GET", "/mcp").header("accept", "text/plain").toBytes());

    assertThat(event.path("headers").has("Accept")).isFalse();
    assertThat(event.path("headers").path("accept").asString()).isEqualTo("text/plain");
    assertThat(event.path("multiValueHeaders").path("accept").path(0).asString())
        .isEqualTo("text/plain");
    assertThat(event.path("body").isNull()).isTrue();
    assertThat(event.path("requestContext").has("authorizer")).isFalse();
  }

  @Test
  void base64Body_bytes_encodedAndMarked() {
    byte[] body = {0, (byte) 0xff, 1};
    JsonNode event =
        JsonMapper.shared().readTree(ProxyEvents.of("POST", "/mcp").base64Body(body).toBytes());

    assertThat(event.path("isBase64Encoded").asBoolean()).isTrue();
    assertThat(Base64.getDecoder().decode(event.path("body").asString().getBytes(UTF_8)))
        .isEqualTo(body);
  }
}
