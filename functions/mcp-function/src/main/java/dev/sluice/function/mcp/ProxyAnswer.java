package dev.sluice.function.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.protocol.HttpResponse;
import java.util.Map;
import java.util.TreeMap;

/**
 * What API Gateway wants back (API Gateway developer guide, "Output format of a Lambda function for
 * proxy integration").
 *
 * @param statusCode the HTTP status
 * @param headers by name
 * @param body as text
 * @param isBase64Encoded never: every answer is text
 */
record ProxyAnswer(
    int statusCode, Map<String, String> headers, String body, boolean isBase64Encoded) {

  static ProxyAnswer of(HttpResponse response) {
    Map<String, String> headers = new TreeMap<>(response.headers());
    headers.put("Cache-Control", "no-store");
    if (response.contentType() != null) {
      headers.put("Content-Type", response.contentType());
    }
    return new ProxyAnswer(response.status(), headers, new String(response.body(), UTF_8), false);
  }
}
