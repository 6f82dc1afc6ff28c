package dev.sluice.protocol;

import dev.sluice.call.Call;
import dev.sluice.protocol.feature.Door;
import dev.sluice.protocol.feature.Features;
import dev.sluice.protocol.legacy.LegacyEra;
import dev.sluice.protocol.modern.ModernEra;
import dev.sluice.protocol.modern.RequestStates;
import dev.sluice.protocol.operation.Operations;
import dev.sluice.protocol.operation.RequestExchange;
import dev.sluice.protocol.wire.JsonRpcRequest;
import dev.sluice.protocol.wire.JsonRpcResponse;
import dev.sluice.protocol.wire.Notification;
import java.util.List;
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
  private final Door door;
  private final Predicate<String> originAllowed;

  /**
   * A server.
   *
   * @param originAllowed whether a browser's page of this origin may call (MCP 2026-07-28,
   *     "Transports", "Security"); a request without one comes from no browser
   */
  public McpServer(Features features, RequestStates states, Predicate<String> originAllowed) {
    Operations operations = new Operations(features);
    this.modern = new ModernEra(features, operations, states);
    this.legacy = new LegacyEra(features, operations);
    this.door = features.door();
    this.originAllowed = originAllowed;
  }

  /** The answer to a request, whatever it is: nothing is thrown but what nobody foresaw. */
  public HttpResponse handle(HttpRequest http, Call call) {
    String origin = http.header("origin");
    if (origin != null && !originAllowed.test(origin)) {
      return failure(
          new ErrorCode.OnTheWire(ErrorCode.INVALID_REQUEST.modern().code(), 403),
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
      return failure(e.code().modern(), null, e);
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
      door.enter(call);
      RequestExchange exchange = era.open(request, http, call);
      Object result = era.answer(request, http, exchange);
      return success(
          new JsonRpcResponse.Success(JsonRpcResponse.VERSION, id, result),
          exchange.notifications(),
          http);
    } catch (ProtocolException e) {
      return failure(era.onTheWire(e.code()), id, e);
    }
  }

  /** A request that names its revision in {@code _meta} follows the new rules. */
  private Era eraOf(JsonRpcRequest request, HttpRequest http) {
    String header = http.header(Revisions.HEADER);
    boolean named = request.meta().has(ModernEra.VERSION_KEY);
    return named || (header != null && !Revisions.LEGACY.contains(header)) ? modern : legacy;
  }

  /** What was told ahead goes out before the answer, as events of one body, where it is welcome. */
  private static HttpResponse success(
      JsonRpcResponse.Success success, List<Notification> told, HttpRequest http) {
    byte[] body = Json.write(success);
    boolean events = !told.isEmpty() && EventStream.isWelcome(http);
    byte[] whole = events ? EventStream.of(told, body) : body;
    if (whole.length > MAX_RESPONSE_BYTES) {
      throw new ProtocolException(
          ErrorCode.INTERNAL_ERROR,
          "The answer has " + whole.length + " bytes, too many to send. Ask for less.");
    }
    return events ? HttpResponse.events(whole) : HttpResponse.json(200, whole);
  }

  private static HttpResponse failure(
      ErrorCode.OnTheWire code, @Nullable JsonNode id, ProtocolException e) {
    JsonRpcResponse.Problem error =
        new JsonRpcResponse.Problem(code.code(), String.valueOf(e.getMessage()), e.data());
    return HttpResponse.json(
        code.status(), Json.write(new JsonRpcResponse.Failure(JsonRpcResponse.VERSION, id, error)));
  }
}
