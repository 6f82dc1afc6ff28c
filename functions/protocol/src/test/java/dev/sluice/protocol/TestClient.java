package dev.sluice.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.call.Call;
import dev.sluice.call.Deadline;
import dev.sluice.call.Principal;
import dev.sluice.call.Reference;
import dev.sluice.call.secret.Secrets;
import dev.sluice.protocol.feature.Features;
import dev.sluice.protocol.modern.RequestStates;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A client of both eras, in the same process as its server. */
final class TestClient {
  static final JsonMapper JSON = JsonMapper.shared();
  static final String LATEST_LEGACY = "2025-11-25";

  private static final String META = "io.modelcontextprotocol/";

  private final McpServer server;
  private Principal principal = Principal.LOCAL;
  private ObjectNode capabilities = JSON.createObjectNode();
  private ObjectNode meta = JSON.createObjectNode();

  TestClient(Features features) {
    this(features, new RequestStates(Secrets.none(), InstantSource.system()));
  }

  TestClient(Features features, RequestStates states) {
    this.server = new McpServer(features, states, "http://127.0.0.1:6274"::equals);
  }

  /** From here on the requests are another caller's. */
  TestClient as(Principal other) {
    principal = other;
    return this;
  }

  /** From here on the client says that it can do this. */
  TestClient with(String json) {
    capabilities = (ObjectNode) JSON.readTree(json);
    return this;
  }

  /** From here on requests carry this in {@code _meta} too. */
  TestClient withMeta(String json) {
    meta = (ObjectNode) JSON.readTree(json);
    return this;
  }

  HttpResponse modern(String method, String params) {
    return modern(method, params, Map.of());
  }

  /** Headers given as null are left out. */
  HttpResponse modern(String method, String params, Map<String, @Nullable String> headers) {
    ObjectNode node = (ObjectNode) JSON.readTree(params);
    ObjectNode own = meta.deepCopy();
    own.put(META + "protocolVersion", Revisions.MODERN);
    own.set(META + "clientCapabilities", capabilities);
    node.set("_meta", own);
    Map<String, String> all = new TreeMap<>();
    all.put("Accept", "application/json, text/event-stream");
    all.put("MCP-Protocol-Version", Revisions.MODERN);
    all.put("Mcp-Method", method);
    for (String key : new String[] {"name", "uri", "taskId"}) {
      if (node.path(key).isString()) {
        all.put("Mcp-Name", node.get(key).asString());
      }
    }
    headers.forEach(
        (name, value) -> {
          if (value == null) {
            all.remove(name);
          } else {
            all.put(name, value);
          }
        });
    return post(request(method, node.toString()), all);
  }

  HttpResponse legacy(String method, String params) {
    return legacy(method, params, LATEST_LEGACY);
  }

  HttpResponse legacy(String method, String params, String revision) {
    ObjectNode node = (ObjectNode) JSON.readTree(params);
    if (!meta.isEmpty()) {
      node.set("_meta", meta);
    }
    return post(
        request(method, node.toString()),
        Map.of("MCP-Protocol-Version", revision, "Accept", "application/json, text/event-stream"));
  }

  HttpResponse post(String body, Map<String, String> headers) {
    return send(new HttpRequest("POST", headers, body.getBytes(UTF_8)));
  }

  HttpResponse send(HttpRequest request) {
    return server.handle(
        request,
        new Call(
            principal,
            Deadline.after(Duration.ofSeconds(5), InstantSource.system()),
            Reference.next()));
  }

  static String request(String method, String params) {
    return "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"" + method + "\",\"params\":" + params + "}";
  }

  static JsonNode json(HttpResponse response) {
    return JSON.readTree(response.body());
  }

  static JsonNode result(HttpResponse response) {
    return json(response).path("result");
  }

  static int errorCode(HttpResponse response) {
    return json(response).at("/error/code").asInt();
  }

  static String errorMessage(HttpResponse response) {
    return json(response).at("/error/message").asString("");
  }
}
