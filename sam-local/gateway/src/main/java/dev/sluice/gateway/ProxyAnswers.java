package dev.sluice.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.gateway.HttpExchange.Header;
import dev.sluice.gateway.HttpExchange.Response;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Turns a function's answer into a response as a REST API does (API Gateway developer guide,
 * "Output format of a Lambda function for proxy integration").
 */
final class ProxyAnswers {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String REMAPPED = "x-amzn-Remapped-";

  /**
   * Headers of a function's answer that reach a client under another name (developer guide,
   * "Important notes"): a challenge in {@code WWW-Authenticate} is not seen by any client.
   */
  private static final Set<String> RENAMED =
      Set.of(
          "authorization",
          "connection",
          "content-md5",
          "date",
          "max-forwards",
          "server",
          "user-agent",
          "www-authenticate");

  /** Headers of a function's answer that API Gateway drops, or writes itself. */
  private static final Set<String> DROPPED =
      Set.of(
          "content-length",
          "expect",
          "host",
          "proxy-authenticate",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "via");

  private ProxyAnswers() {}

  /** The answer is not of the form that API Gateway wants. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1;

    Malformed(String message) {
      super(message);
    }
  }

  static Response read(byte[] answer) throws Malformed {
    JsonNode json = parse(answer);
    int status = json.path("statusCode").asInt(0);
    if (status < 100 || status > 599) {
      throw new Malformed("'statusCode' is " + json.path("statusCode") + ", no HTTP status");
    }
    JsonNode body = json.path("body");
    if (!body.isString() && !body.isNull() && !body.isMissingNode()) {
      throw new Malformed("'body' is no text");
    }
    return new Response(status, headers(json), bytes(json, body.asString("")));
  }

  private static JsonNode parse(byte[] answer) throws Malformed {
    try {
      JsonNode json = JSON.readTree(answer);
      if (json == null || !json.isObject()) {
        throw new Malformed("it is no JSON object");
      }
      return json;
    } catch (JacksonException e) {
      throw new Malformed("it is no JSON");
    }
  }

  private static byte[] bytes(JsonNode json, String body) throws Malformed {
    if (!json.path("isBase64Encoded").asBoolean(false)) {
      return body.getBytes(UTF_8);
    }
    try {
      return Base64.getDecoder().decode(body);
    } catch (IllegalArgumentException e) {
      throw new Malformed("'body' is no Base64");
    }
  }

  /** Both kinds are merged; of a name in both, the list counts. */
  private static List<Header> headers(JsonNode json) {
    Map<String, List<String>> merged = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    json.path("headers")
        .forEachEntry((name, value) -> merged.put(name, List.of(value.asString(""))));
    json.path("multiValueHeaders")
        .forEachEntry(
            (name, values) -> {
              List<String> all = new ArrayList<>();
              values.forEach(value -> all.add(value.asString("")));
              merged.put(name, all);
            });
    merged.putIfAbsent("Content-Type", List.of("application/json"));
    List<Header> headers = new ArrayList<>();
    merged.forEach(
        (name, values) -> {
          String lower = name.toLowerCase(Locale.ROOT);
          if (!DROPPED.contains(lower)) {
            String shown = RENAMED.contains(lower) ? REMAPPED + name : name;
            values.forEach(value -> headers.add(new Header(shown, value)));
          }
        });
    return headers;
  }
}
