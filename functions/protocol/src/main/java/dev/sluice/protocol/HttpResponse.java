package dev.sluice.protocol;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A response as the protocol gives it.
 *
 * @param status the HTTP status
 * @param contentType null when there is no body
 * @param body may be empty; UTF-8
 * @param headers further headers
 */
@SuppressWarnings("ArrayRecordComponent") // The bytes pass through once; nobody compares responses.
public record HttpResponse(
    int status, @Nullable String contentType, byte[] body, Map<String, String> headers) {
  private static final String JSON = "application/json";

  /** A body of JSON. */
  public static HttpResponse json(int status, byte[] body) {
    return new HttpResponse(status, JSON, body, Map.of());
  }

  /** A body of server-sent events. */
  public static HttpResponse events(byte[] body) {
    return new HttpResponse(200, "text/event-stream", body, Map.of());
  }

  /** A status alone. */
  public static HttpResponse empty(int status, Map<String, String> headers) {
    return new HttpResponse(status, null, new byte[0], headers);
  }
}
