package dev.sluice.function.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.sluice.call.Principal;
import dev.sluice.protocol.HttpRequest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What Sluice reads of API Gateway's event (API Gateway developer guide, "Input format of a Lambda
 * function for proxy integration"). Other fields are passed over, and said to be: Jackson would
 * keep them all until it has what a record is made of.
 *
 * @param httpMethod in capitals
 * @param path without the stage
 * @param headers the last value of each, null where a header has none; null when there are none
 * @param body null when there is none
 * @param isBase64Encoded whether the body is Base64
 * @param requestContext what API Gateway says about the request
 */
@JsonIgnoreProperties(ignoreUnknown = true)
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
  @JsonIgnoreProperties(ignoreUnknown = true)
  record RequestContext(@Nullable Authorizer authorizer) {}

  /**
   * What the authorizer found out. Values of its context are text (API Gateway developer guide,
   * "Output from an API Gateway Lambda authorizer").
   *
   * @param principalId who calls
   * @param tenant to whom the caller belongs; null or empty: to none
   * @param scopes what the caller may do, with spaces between; null: nothing that needs a scope
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Authorizer(
      @Nullable String principalId, @Nullable String tenant, @Nullable String scopes) {}

  /** Who calls, as the authorizer said; null where none was asked. */
  @Nullable Principal principal() {
    Authorizer authorizer = requestContext == null ? null : requestContext.authorizer();
    if (authorizer == null || authorizer.principalId() == null) {
      return null;
    }
    String subject = authorizer.principalId();
    return subject.isBlank()
        ? null
        : new Principal(
            subject,
            Objects.requireNonNullElse(authorizer.tenant(), ""),
            words(Objects.requireNonNullElse(authorizer.scopes(), "")),
            false);
  }

  /** The request as the protocol sees it. Throws {@link IllegalArgumentException} on bad Base64. */
  HttpRequest request() {
    byte[] bytes =
        body == null
            ? new byte[0]
            : isBase64Encoded ? Base64.getDecoder().decode(body) : body.getBytes(UTF_8);
    return new HttpRequest(Objects.requireNonNullElse(httpMethod, ""), presentHeaders(), bytes);
  }

  private static Set<String> words(String text) {
    return Arrays.stream(text.split(" ", -1))
        .filter(word -> !word.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
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
