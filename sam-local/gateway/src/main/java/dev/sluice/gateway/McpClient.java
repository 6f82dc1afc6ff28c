package dev.sluice.gateway;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Asks an MCP endpoint, in revision 2026-07-28. Used by one thread at a time. */
final class McpClient {
  static final String DEFAULT_URL = "http://127.0.0.1:8080/mcp";

  /** The variable with the access token; an option would be seen in the list of processes. */
  private static final String TOKEN = "SLUICE_TOKEN";

  private static final String REVISION = "2026-07-28";
  private static final String META = "io.modelcontextprotocol/";
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(35);
  private static final JsonMapper JSON = JsonMapper.shared();

  private final URI url;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT_LIMIT).build();

  McpClient(String url) {
    try {
      this.url = URI.create(url);
      if (this.url.getHost() == null) {
        throw new IllegalArgumentException("it names no host");
      }
    } catch (IllegalArgumentException e) {
      throw new CommandException(
          "--url is '" + url + "', no URL: write one like " + DEFAULT_URL, e);
    }
  }

  /**
   * The result of a request.
   *
   * @param name what the request is about, repeated in a header; empty for nothing
   * @throws CommandException when nothing answers, or the answer is an error
   */
  JsonNode ask(String method, String name, ObjectNode params) {
    HttpResponse<String> response = send(method, name, params);
    refuseWithoutToken(response);
    JsonNode answer = parse(response.body());
    if (answer.has("error")) {
      throw new CommandException(answer.at("/error/message").asString("unknown error"));
    }
    return answer.path("result");
  }

  private HttpResponse<String> send(String method, String name, ObjectNode params) {
    ObjectNode meta = params.putObject("_meta");
    meta.put(META + "protocolVersion", REVISION);
    meta.putObject(META + "clientCapabilities");
    meta.putObject(META + "clientInfo").put("name", "sluice-cli").put("version", "0.1.0");
    ObjectNode body = JSON.createObjectNode().put("jsonrpc", "2.0").put("id", 1);
    body.put("method", method).set("params", params);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url)
            .timeout(ANSWER_LIMIT)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream")
            .header("MCP-Protocol-Version", REVISION)
            .header("Mcp-Method", method)
            .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
    if (!name.isEmpty()) {
      request.header("Mcp-Name", header(name));
    }
    String token = System.getenv(TOKEN);
    if (token != null && !token.isBlank()) {
      request.header("Authorization", "Bearer " + token.strip());
    }
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (ConnectException e) {
      throw new CommandException(
          "nothing answers at " + url + ": start it with ./sluice up, or name another with --url",
          e);
    } catch (HttpTimeoutException e) {
      throw new CommandException(url + " did not answer in time", e);
    } catch (IOException e) {
      throw new CommandException(url + " broke off: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("interrupted", e);
    }
  }

  /** What the gateway itself answers is no MCP. */
  private void refuseWithoutToken(HttpResponse<String> response) {
    if (response.statusCode() == 401) {
      throw new CommandException(
          url + " wants a good token in " + TOKEN + ": ./sluice up --auth prints how to get one");
    }
    String challenge = response.headers().firstValue("WWW-Authenticate").orElse("");
    if (response.statusCode() == 403 && challenge.contains("insufficient_scope")) {
      throw new CommandException("the token in " + TOKEN + " is not enough: " + challenge);
    }
  }

  private JsonNode parse(String body) {
    try {
      JsonNode answer = JSON.readTree(body);
      if (answer != null && (answer.has("result") || answer.has("error"))) {
        return answer;
      }
    } catch (JacksonException e) {
      // Said below: what it is matters more than where it stops being JSON.
    }
    throw new CommandException(
        "what answers at " + url + " does not speak MCP: " + body.lines().findFirst().orElse(""));
  }

  /** What a header cannot carry goes as Base64 between marks. */
  private static String header(String name) {
    return name.chars().allMatch(c -> c > ' ' && c < 0x7f)
        ? name
        : "=?base64?"
            + Base64.getEncoder().encodeToString(name.getBytes(StandardCharsets.UTF_8))
            + "?=";
  }
}
