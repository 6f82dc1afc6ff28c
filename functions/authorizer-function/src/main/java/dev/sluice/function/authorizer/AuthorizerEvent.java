package dev.sluice.function.authorizer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is read of a REQUEST authorizer's event (API Gateway developer guide, "Input to an API
 * Gateway Lambda authorizer"). Other fields are passed over.
 *
 * @param methodArn what is asked for
 * @param multiValueHeaders every value of each header; null when there are none
 * @param requestContext what API Gateway says of the request; null when it says nothing
 */
record AuthorizerEvent(
    @Nullable String methodArn,
    @Nullable Map<String, @Nullable List<String>> multiValueHeaders,
    @Nullable RequestContext requestContext) {

  /** API Gateway's name for the request, which its own responses have as x-amzn-RequestId. */
  record RequestContext(@Nullable String requestId) {}

  /** The same, or an empty text. */
  String requestId() {
    RequestContext known = requestContext;
    return known == null ? "" : Objects.requireNonNullElse(known.requestId(), "");
  }

  /** All values of a header, whatever the case of its name. */
  List<String> header(String name) {
    List<String> values = new ArrayList<>();
    if (multiValueHeaders != null) {
      multiValueHeaders.forEach(
          (header, all) -> {
            if (header.equalsIgnoreCase(name) && all != null) {
              values.addAll(all);
            }
          });
    }
    return values;
  }

  /** The tool that the request's headers name (MCP 2026-07-28, "Transports"); null for none. */
  @Nullable String tool() {
    List<String> methods = header("Mcp-Method");
    List<String> names = header("Mcp-Name");
    return methods.equals(List.of("tools/call")) && names.size() == 1 ? names.getFirst() : null;
  }
}
