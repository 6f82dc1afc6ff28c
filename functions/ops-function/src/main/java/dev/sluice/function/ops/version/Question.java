package dev.sluice.function.ops.version;

import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.Execution;
import dev.sluice.catalog.ToolDeclaration;
import dev.sluice.protocol.Revisions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Something that every version must answer well: an event as API Gateway sends it, and what is
 * wrong with an answer.
 *
 * @param name for people: the tool or the method, and the revision
 */
@SuppressWarnings("ArrayRecordComponent") // Sent, never compared.
public record Question(String name, byte[] event, Function<JsonNode, @Nullable String> wrong) {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String LEGACY = Revisions.LEGACY.getLast();

  /** API Gateway refuses what has no such answer; so far below, nothing of it is shown. */
  private static final int FORBIDDEN = 403;

  /**
   * The examples of every tool that answers in its call, and the protocol's core in both eras: what
   * is listed, what a stranger gets, what is no JSON. Tools that run as tasks are listed only:
   * their tasks would outlive the question.
   *
   * @param asker the subject under which all is asked: it shows in the audit trail
   */
  public static List<Question> ofAll(Catalog catalog, String asker) {
    Asker as = Asker.of(catalog, asker);
    Set<String> listed =
        catalog.tools().stream().map(ToolDeclaration::name).collect(Collectors.toSet());
    List<Question> all = new ArrayList<>();
    all.add(modern(as, "server/discover", JSON.createObjectNode(), Question::noResult));
    all.add(modern(as, "tools/list", JSON.createObjectNode(), answer -> unlisted(answer, listed)));
    ObjectNode hello = JSON.createObjectNode().put("protocolVersion", LEGACY);
    hello.putObject("capabilities");
    hello.putObject("clientInfo").put("name", asker).put("version", "1");
    all.add(
        legacy(
            as,
            "initialize",
            hello,
            answer ->
                answer.at("/body/result/protocolVersion").asString("").equals(LEGACY)
                    ? null
                    : "does not agree to " + LEGACY));
    all.add(legacy(as, "tools/list", JSON.createObjectNode(), answer -> unlisted(answer, listed)));
    all.add(legacy(as, "ping", JSON.createObjectNode(), Question::noResult));
    all.add(stranger());
    all.add(noJson(as));
    all.addAll(examples(catalog, asker));
    return all;
  }

  /** The examples of every tool that answers in its call, in the modern era. */
  public static List<Question> examples(Catalog catalog, String asker) {
    Asker as = Asker.of(catalog, asker);
    List<Question> all = new ArrayList<>();
    for (ToolDeclaration tool : catalog.tools()) {
      if (tool.execution() == Execution.SYNC) {
        for (ObjectNode example : tool.examples()) {
          ObjectNode params = JSON.createObjectNode().put("name", tool.name());
          params.set("arguments", example);
          all.add(modern(as, "tools/call", params, Question::noToolResult));
        }
      }
    }
    return all;
  }

  /** What is wrong with an answer, without quoting any of it; null where nothing is. */
  public @Nullable String judge(byte[] answer) {
    JsonNode read;
    try {
      read = readable(JSON.readTree(answer));
    } catch (JacksonException | IllegalArgumentException e) {
      return name + ": the answer cannot be read";
    }
    String problem = wrong.apply(read);
    return problem == null ? null : name + ": " + problem;
  }

  private record Asker(String subject, String scopes) {
    static Asker of(Catalog catalog, String subject) {
      Set<String> scopes = new TreeSet<>();
      catalog.tools().forEach(tool -> scopes.addAll(tool.scopes()));
      return new Asker(subject, String.join(" ", scopes));
    }
  }

  private static Question stranger() {
    return new Question(
        "a caller whom no authorizer has seen",
        event(null, "tools/list", modernMeta(JSON.createObjectNode()), modernHeaders("tools/list")),
        answer ->
            answer.path("statusCode").asInt() == FORBIDDEN
                ? null
                : "has status " + answer.path("statusCode").asInt() + ", not " + FORBIDDEN);
  }

  private static Question noJson(Asker as) {
    ObjectNode event = envelope(as, Map.of("MCP-Protocol-Version", LEGACY));
    event.put("body", "{").put("isBase64Encoded", false);
    return new Question(
        "what is no JSON",
        JSON.writeValueAsBytes(event),
        answer ->
            answer.at("/body/error/code").asInt() == -32_700
                ? null
                : "is not answered with the error -32700");
  }

  private static Question modern(
      Asker as, String method, ObjectNode params, Function<JsonNode, @Nullable String> wrong) {
    String tool = params.path("name").asString("");
    Map<String, String> headers = modernHeaders(method);
    if (!tool.isEmpty()) {
      headers.put("Mcp-Name", tool);
    }
    return new Question(
        (tool.isEmpty() ? method : tool) + " in " + Revisions.MODERN,
        event(as, method, modernMeta(params), headers),
        wrong);
  }

  private static Map<String, String> modernHeaders(String method) {
    Map<String, String> headers = new HashMap<>();
    headers.put("MCP-Protocol-Version", Revisions.MODERN);
    headers.put("Mcp-Method", method);
    return headers;
  }

  private static ObjectNode modernMeta(ObjectNode params) {
    ObjectNode meta = params.putObject("_meta");
    meta.put("io.modelcontextprotocol/protocolVersion", Revisions.MODERN);
    meta.putObject("io.modelcontextprotocol/clientCapabilities");
    return params;
  }

  private static Question legacy(
      Asker as, String method, ObjectNode params, Function<JsonNode, @Nullable String> wrong) {
    return new Question(
        method + " in " + LEGACY,
        event(as, method, params, Map.of("MCP-Protocol-Version", LEGACY)),
        wrong);
  }

  private static byte[] event(
      @Nullable Asker as, String method, ObjectNode params, Map<String, String> headers) {
    ObjectNode body = JSON.createObjectNode().put("jsonrpc", "2.0").put("id", 1);
    body.put("method", method).set("params", params);
    ObjectNode event = envelope(as, headers);
    // As bytes: the API takes every media type as binary.
    event.put("body", JSON.writeValueAsBytes(body)).put("isBase64Encoded", true);
    return JSON.writeValueAsBytes(event);
  }

  private static ObjectNode envelope(@Nullable Asker as, Map<String, String> headers) {
    ObjectNode event = JSON.createObjectNode().put("httpMethod", "POST").put("path", "/mcp");
    event.put("resource", "/mcp");
    ObjectNode eventHeaders = event.putObject("headers");
    eventHeaders.put("Content-Type", "application/json");
    eventHeaders.put("Accept", "application/json, text/event-stream");
    headers.forEach(eventHeaders::put);
    ObjectNode context = event.putObject("requestContext").put("httpMethod", "POST");
    if (as != null) {
      context
          .putObject("authorizer")
          .put("principalId", as.subject())
          .put("tenant", "")
          .put("scopes", as.scopes());
    }
    return event;
  }

  /** The answer with its body as JSON in the place of its text. */
  private static JsonNode readable(JsonNode answer) {
    String text = answer.path("body").asString("");
    if (answer.path("isBase64Encoded").asBoolean(false)) {
      text = new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
    }
    ObjectNode read = JSON.createObjectNode();
    read.set("statusCode", answer.path("statusCode"));
    read.set("body", JSON.readTree(message(text)));
    return read;
  }

  /** What is told ahead of an answer comes before it in a body of events. */
  private static String message(String body) {
    return body.lines()
        .filter(line -> line.startsWith("data:"))
        .reduce((_, later) -> later)
        .map(line -> line.substring("data:".length()))
        .orElse(body);
  }

  private static @Nullable String noResult(JsonNode answer) {
    return answer.at("/body/result").isObject() ? null : "has no result" + code(answer);
  }

  private static @Nullable String noToolResult(JsonNode answer) {
    if (!answer.at("/body/result").isObject()) {
      return "has no result" + code(answer);
    }
    return answer.at("/body/result/isError").asBoolean(false) ? "has an error for a result" : null;
  }

  private static @Nullable String unlisted(JsonNode answer, Set<String> wanted) {
    Set<String> missing = new TreeSet<>(wanted);
    answer.at("/body/result/tools").forEach(tool -> missing.remove(tool.path("name").asString("")));
    return missing.isEmpty() ? null : "does not list " + String.join(", ", missing) + code(answer);
  }

  private static String code(JsonNode answer) {
    JsonNode code = answer.at("/body/error/code");
    return " (status "
        + answer.path("statusCode").asInt()
        + (code.isMissingNode() ? "" : ", error " + code.asInt())
        + ")";
  }
}
