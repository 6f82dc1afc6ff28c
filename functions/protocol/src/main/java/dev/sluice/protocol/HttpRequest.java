package dev.sluice.protocol;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request as the protocol sees it. The body is not copied and not to be changed.
 *
 * @param method the HTTP method in capitals
 * @param headers by lower-case name
 * @param body as it came, UTF-8 if the client kept to the rules
 */
@SuppressWarnings("ArrayRecordComponent") // The bytes pass through once; nobody compares requests.
public record HttpRequest(String method, Map<String, String> headers, byte[] body) {

  /** Lowers the names of the headers; of two that differ in case only, the last one stays. */
  public HttpRequest {
    Map<String, String> lower = new HashMap<>();
    headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value.strip()));
    headers = lower;
  }

  /** The value of a header, by its lower-case name. */
  public @Nullable String header(String name) {
    return headers.get(name);
  }
}
