package dev.sluice.protocol;

import dev.sluice.call.Call;
import dev.sluice.protocol.legacy.LegacyEra;
import dev.sluice.protocol.modern.ModernEra;
import dev.sluice.protocol.wire.JsonRpcRequest;
import dev.sluice.protocol.wire.JsonRpcResponse;
import dev.sluice.protocol.wire.ServerInfo;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The one endpoint: reads a request, finds the era it belongs to, and writes the answer. Safe for
 * use by several threads.
 */
public final class McpServer {
  /** Below Lambda's 6 MB for a response, with room for the event's own quoting of the body. */
  static final int MAX_RESPONSE_BYTES = 4_194_304;

  private final Era modern;
  private final Era legacy;
  private final Predicate<String> originAllowed;

  /**
   * A server.
   *
   * @param originAllowed whether a browser's page of this origin may call (MCP 2026-07-28,
   *     "Transports", "Security"); a request without one comes from no browser
   */
  public McpServer(ServerInfo info, Tools tools, Predicate<String> originAllowed) {
    this.modern = new ModernEra(info, tools);
    this.legacy = new LegacyEra(info, tools);
    this.originAllowed = originAllowed;
  }

  /** The answer to a request, whatever it is: nothing is thrown but what nobody foresaw. */
  public HttpResponse handle(HttpRequest http, Call call) {
    String origin = http.header("origin");
    if (origin != null && !originAllowed.test(origin)) {
      return failure(
          403,
          null,
          new ProtocolException(
              ErrorCode.INVALID_REQUEST, "Pages of the origin " + origin + " may not call."));
    }
    if (!http.method().equals("POST")) {
      return HttpResponse.empty(405, Map.of("Allow", "POST"));
    }
    JsonNode json;
    try {
      json = Json.read(http.body());
    } catch (ProtocolException e) {
      return failure(e.code().modernStatus(), null, e);
    }
    return answer(json, http, call);
  }

  private HttpResponse answer(JsonNode json, HttpRequest http, Call call) {
    Era era = legacy;
    JsonNode id = Json.id(json);
    try {
      JsonRpcRequest request = Json.request(json);
      era = eraOf(request, http);
      if (id == null) {
        return HttpResponse.empty(202, Map.of());
      }
      Object result = era.answer(request, http, call);
      byte[] body = Json.write(new JsonRpcResponse.Success(JsonRpcResponse.VERSION, id, result));
      if (body.length > MAX_RESPONSE_BYTES) {
        throw new ProtocolException(
            ErrorCode.INTERNAL_ERROR,
            "The answer has " + body.length + " bytes, too many to send. Ask for less.");
      }
      return HttpResponse.json(200, body);
    } catch (ProtocolException e) {
      return failure(era.status(e.code()), id, e);
    }
  }

  /** A request that names its revision in {@code _meta} follows the new rules. */
  private Era eraOf(JsonRpcRequest request, HttpRequest http) {
    String header = http.header(Revisions.HEADER);
    boolean named = request.meta().has(ModernEra.VERSION_KEY);
    return named || (header != null && !Revisions.LEGACY.contains(header)) ? modern : legacy;
  }

  private static HttpResponse failure(int status, @Nullable JsonNode id, ProtocolException e) {
    JsonRpcResponse.Problem error =
        new JsonRpcResponse.Problem(e.code().code(), String.valueOf(e.getMessage()), e.data());
    return HttpResponse.json(
        status, Json.write(new JsonRpcResponse.Failure(JsonRpcResponse.VERSION, id, error)));
  }
}
