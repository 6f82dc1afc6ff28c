package dev.sluice.protocol.modern;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.protocol.ErrorCode;
import dev.sluice.protocol.HttpRequest;
import dev.sluice.protocol.ProtocolException;
import dev.sluice.protocol.feature.HeaderParameter;
import dev.sluice.protocol.wire.JsonRpcRequest;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Headers that must repeat what the body says, so that what stands between client and server can
 * route without reading it (MCP 2026-07-28, "Transports", "Request headers").
 */
final class MirroredHeaders {
  private static final String BASE64_PREFIX = "=?base64?";
  private static final String BASE64_SUFFIX = "?=";

  private MirroredHeaders() {}

  static void check(JsonRpcRequest request, HttpRequest http) {
    require("Mcp-Method", request.method(), http.header("mcp-method"));
    JsonNode name = request.params().path(nameKey(request.method()));
    if (name.isString()) {
      require("Mcp-Name", name.asString(), http.header("mcp-name"));
    }
  }

  /** Arguments that a tool wants repeated: where one is given, its header says the same. */
  static void check(List<HeaderParameter> parameters, JsonNode arguments, HttpRequest http) {
    for (HeaderParameter parameter : parameters) {
      JsonNode argument = arguments.path(parameter.argument());
      String given = http.header(parameter.header());
      if (argument.isValueNode() && !argument.isNull()) {
        require(parameter.header(), argument.asString(), given);
      } else if (given != null) {
        throw mismatch("The header " + parameter.header() + " repeats what is not in the body.");
      }
    }
  }

  /** The parameter that {@code Mcp-Name} repeats; no method has an empty one. */
  private static String nameKey(String method) {
    return switch (method) {
      case "tools/call", "prompts/get" -> "name";
      case "resources/read" -> "uri";
      case "tasks/get", "tasks/update", "tasks/cancel" -> "taskId";
      default -> "";
    };
  }

  private static void require(String header, String expected, @Nullable String given) {
    if (given == null) {
      throw mismatch("The header " + header + " is not there; it must repeat the body.");
    }
    if (!expected.equals(decode(header, given))) {
      throw mismatch("The header " + header + " says other than the body.");
    }
  }

  private static String decode(String header, String value) {
    if (!value.startsWith(BASE64_PREFIX)
        || !value.endsWith(BASE64_SUFFIX)
        || value.length() < BASE64_PREFIX.length() + BASE64_SUFFIX.length()) {
      return value;
    }
    String base64 =
        value.substring(BASE64_PREFIX.length(), value.length() - BASE64_SUFFIX.length());
    try {
      if (base64.length() % 4 != 0) {
        throw new IllegalArgumentException("padding");
      }
      return new String(Base64.getDecoder().decode(base64), UTF_8);
    } catch (IllegalArgumentException e) {
      throw mismatch("The header " + header + " is not Base64 between the marks.");
    }
  }

  private static ProtocolException mismatch(String message) {
    return new ProtocolException(ErrorCode.HEADER_MISMATCH, message);
  }
}
