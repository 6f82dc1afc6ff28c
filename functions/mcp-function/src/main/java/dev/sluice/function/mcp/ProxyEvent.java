package dev.sluice.function.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.protocol.HttpRequest;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What Sluice reads of API Gateway's event (API Gateway developer guide, "Input format of a Lambda
 * function for proxy integration"). Other fields are passed over.
 *
 * @param httpMethod in capitals
 * @param path without the stage
 * @param headers the last value of each, null where a header has none; null when there are none
 * @param body null when there is none
 * @param isBase64Encoded whether the body is Base64
 * @param requestContext what API Gateway says about the request
 */
record ProxyEvent(
    @Nullable String httpMethod,
    @Nullable String path,
    @Nullable Map<String, @Nullable String> headers,
    @Nullable String body,
    boolean isBase64Encoded,
    @Nullable RequestContext requestContext) {

  /**
   * What API Gateway says about the request.
   *
   * @param authorizer what the authorizer found out; null where none was asked
   */
  record RequestContext(@Nullable Authorizer authorizer) {}

  /**
   * What the authorizer found out.
   *
   * @param principalId who calls
   */
  record Authorizer(@Nullable String principalId) {}

  /** Who calls, as the authorizer said; null where none was asked. */
  @Nullable String principalId() {
    return requestContext == null || requestContext.authorizer() == null
        ? null
        : requestContext.authorizer().principalId();
  }

  /** The request as the protocol sees it. Throws {@link IllegalArgumentException} on bad Base64. */
  HttpRequest request() {
    byte[] bytes =
        body == null
            ? new byte[0]
            : isBase64Encoded ? Base64.getDecoder().decode(body) : body.getBytes(UTF_8);
    return new HttpRequest(Objects.requireNonNullElse(httpMethod, ""), presentHeaders(), bytes);
  }

  private Map<String, String> presentHeaders() {
    Map<String, String> present = new HashMap<>();
    if (headers != null) {
      headers.forEach(
          (name, value) -> {
            if (value != null) {
              present.put(name, value);
            }
          });
    }
    return present;
  }
}
