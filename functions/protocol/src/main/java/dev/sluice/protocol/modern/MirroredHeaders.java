package dev.sluice.protocol.modern;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.protocol.ErrorCode;
import dev.sluice.protocol.HttpRequest;
import dev.sluice.protocol.ProtocolException;
import dev.sluice.protocol.wire.JsonRpcRequest;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

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
    if (request.method().equals("tools/call") && request.params().path("name").isString()) {
      require("Mcp-Name", request.params().get("name").asString(), http.header("mcp-name"));
    }
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
