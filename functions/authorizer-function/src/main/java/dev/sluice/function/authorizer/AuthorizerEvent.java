package dev.sluice.function.authorizer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is read of a REQUEST authorizer's event (API Gateway developer guide, "Input to an API
 * Gateway Lambda authorizer"). Other fields are passed over.
 *
 * @param methodArn what is asked for
 * @param multiValueHeaders every value of each header; null when there are none
 */
record AuthorizerEvent(
    @Nullable String methodArn, @Nullable Map<String, @Nullable List<String>> multiValueHeaders) {

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
