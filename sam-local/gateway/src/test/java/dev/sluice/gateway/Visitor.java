package dev.sluice.gateway;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Somebody who comes with a token, or without one.
 *
 * @param scopes separated by spaces
 */
record Visitor(URI endpoint, @Nullable String token, String tenant, String subject, String scopes) {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String CAPABILITIES =
      "{\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}}";

  /** What came back. */
  record Reply(int status, String headers, String body) {
    /** All of it. */
    String all() {
      return status + " " + headers + " " + body;
    }

    JsonNode json() {
      return JSON.readTree(body);
    }
  }

  String name() {
    return withScopes(scopes);
  }

  String withScopes(String others) {
    return subject + " of " + tenant + " with " + others;
  }

  /** Calls a tool for which a client needs not know tasks. */
  Reply tool(String name, String arguments) {
    return modern("tools/call", name, call(name, arguments), "{}");
  }

  Reply modern(String method, @Nullable String name, String params) {
    return modern(method, name, params, CAPABILITIES);
  }

  private Reply modern(String method, @Nullable String name, String params, String capabilities) {
    ObjectNode all = (ObjectNode) JSON.readTree(params);
    ObjectNode meta = all.putObject("_meta");
    meta.put("io.modelcontextprotocol/protocolVersion", "2026-07-28");
    meta.set("io.modelcontextprotocol/clientCapabilities", JSON.readTree(capabilities));
    HttpRequest.Builder http =
        post(method, all).header("MCP-Protocol-Version", "2026-07-28").header("Mcp-Method", method);
    if (name != null) {
      http.header("Mcp-Name", name);
    }
    return send(http);
  }

  Reply legacyTool(String name, String arguments) {
    return legacy("tools/call", call(name, arguments));
  }

  Reply legacy(String method, String params) {
    return send(
        post(method, (ObjectNode) JSON.readTree(params))
            .header("MCP-Protocol-Version", "2025-11-25"));
  }

  /** Posts whatever it is. */
  Reply raw(String path, String body) {
    return send(
        bearing(HttpRequest.newBuilder(endpoint.resolve(path)))
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream")
            .POST(BodyPublishers.ofString(body)));
  }

  /** Gets what is at a path of the server. */
  Reply get(String path) {
    return send(bearing(HttpRequest.newBuilder(endpoint.resolve(path))));
  }

  /** Gets what is elsewhere; the token stays here. */
  static Reply load(URI uri) {
    return send(HttpRequest.newBuilder(uri));
  }

  private HttpRequest.Builder post(String method, ObjectNode params) {
    ObjectNode request =
        JSON.createObjectNode().put("jsonrpc", "2.0").put("id", 1).put("method", method);
    request.set("params", params);
    return bearing(HttpRequest.newBuilder(endpoint))
        .header("Content-Type", "application/json")
        .header("Accept", "application/json, text/event-stream")
        .POST(BodyPublishers.ofString(request.toString()));
  }

  private HttpRequest.Builder bearing(HttpRequest.Builder request) {
    return token == null ? request : request.header("Authorization", "Bearer " + token);
  }

  private static String call(String name, String arguments) {
    return "{\"name\":\"" + name + "\",\"arguments\":" + arguments + "}";
  }

  private static Reply send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response =
          CLIENT.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
      return new Reply(response.statusCode(), response.headers().map().toString(), response.body());
    } catch (IOException e) {
      throw new AssertionError("the connection broke off", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
