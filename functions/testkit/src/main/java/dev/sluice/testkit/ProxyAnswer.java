package dev.sluice.testkit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A function's answer to a proxy event, as API Gateway would read it.
 *
 * @param statusCode the HTTP status
 * @param headers single and multi-value headers together, found in any case
 * @param body decoded where it was base64
 */
@SuppressWarnings("ArrayRecordComponent") // Read by tests, never compared as a record.
public record ProxyAnswer(int statusCode, Map<String, List<String>> headers, byte[] body) {

  /**
   * Reads an answer.
   *
   * @throws IllegalArgumentException when API Gateway would call it malformed: no JSON object, no
   *     integer {@code statusCode}, a body that is no string
   */
  public static ProxyAnswer parse(byte[] answer) {
    JsonNode json;
    try {
      json = JsonMapper.shared().readTree(answer);
    } catch (JacksonException e) {
      throw malformed("no JSON", answer, e);
    }
    if (!json.path("statusCode").isInt()) {
      throw malformed("no integer statusCode", answer, null);
    }
    JsonNode body = json.path("body");
    if (!body.isString() && !body.isNull() && !body.isMissingNode()) {
      throw malformed("a body that is no string", answer, null);
    }
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    json.path("headers").forEachEntry((name, value) -> add(headers, name, value.asString()));
    json.path("multiValueHeaders")
        .forEachEntry((name, values) -> values.forEach(v -> add(headers, name, v.asString())));
    String text = body.asString("");
    return new ProxyAnswer(
        json.path("statusCode").asInt(),
        headers,
        json.path("isBase64Encoded").asBoolean(false)
            ? Base64.getDecoder().decode(text)
            : text.getBytes(StandardCharsets.UTF_8));
  }

  /** The body read as UTF-8. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** The first value of a header, whatever its case; empty when it is not there. */
  public String header(String name) {
    return headers.getOrDefault(name, List.of("")).getFirst();
  }

  private static void add(Map<String, List<String>> headers, String name, String value) {
    List<String> values = headers.computeIfAbsent(name, _ -> new ArrayList<>());
    if (!values.contains(value)) {
      values.add(value);
    }
  }

  private static IllegalArgumentException malformed(
      String what, byte[] answer, @Nullable Throwable cause) {
    return new IllegalArgumentException(
        "a malformed proxy answer, " + what + ": " + new String(answer, StandardCharsets.UTF_8),
        cause);
  }
}
