package dev.sluice.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.call.Call;
import dev.sluice.call.Layer;
import dev.sluice.call.Notes;
import dev.sluice.protocol.feature.Door;
import dev.sluice.protocol.feature.Features;
import dev.sluice.protocol.legacy.LegacyEra;
import dev.sluice.protocol.modern.ModernEra;
import dev.sluice.protocol.modern.RequestStates;
import dev.sluice.protocol.operation.Operations;
import dev.sluice.protocol.operation.RequestExchange;
import dev.sluice.protocol.wire.CanonicalArguments;
import dev.sluice.protocol.wire.JsonRpcRequest;
import dev.sluice.protocol.wire.JsonRpcResponse;
import dev.sluice.protocol.wire.Notification;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The one endpoint: reads a request, finds the era it belongs to, and writes the answer. Safe for
 * use by several threads.
 */
public final class McpServer {
  /** Below Lambda's 6 MB for a response, with room for the event's own quoting of the body. */
  static final int MAX_RESPONSE_BYTES = 4_194_304;

  /** What stands for the method of a request that wants no answer. */
  private static final String NOTIFICATION = "notification";

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
      call.notes().refused(Layer.REQUEST, "origin");
      return failure(
          new ErrorCode.OnTheWire(ErrorCode.INVALID_REQUEST.modern().code(), 403),
          null,
          new ProtocolException(
              ErrorCode.INVALID_REQUEST, "Pages of the origin " + origin + " may not call."));
    }
    if (!http.method().equals("POST")) {
      call.notes().refused(Layer.REQUEST, "http_method");
      return HttpResponse.empty(405, Map.of("Allow", "POST"));
    }
    JsonNode json;
    try {
      json = Json.read(http.body());
    } catch (ProtocolException e) {
      note(e, call.notes());
      return failure(e.code().modern(), null, e);
    }
    return answer(json, http, call);
  }

  private HttpResponse answer(JsonNode json, HttpRequest http, Call call) {
    Era era = legacy;
    JsonNode id = Json.id(json);
    try {
      JsonRpcRequest request = Json.request(json);
      Method method = Method.of(request.method());
      note(request, method, call.notes());
      era = eraOf(request, http);
      if (id == null) {
        return HttpResponse.empty(202, Map.of());
      }
      door.enter(call);
      RequestExchange exchange = era.open(request, http, call);
      Object result = era.answer(method, request, http, exchange);
      return success(
          new JsonRpcResponse.Success(JsonRpcResponse.VERSION, id, result),
          exchange.notifications(),
          http);
    } catch (ProtocolException e) {
      note(e, call.notes());
      return failure(era.onTheWire(e.code()), id, e);
    }
  }

  /** The protocol's own parameters change with every request, and ask for nothing. */
  private static void note(JsonRpcRequest request, Method method, Notes notes) {
    notes.door(request.id() == null ? NOTIFICATION : method.wireName());
    ObjectNode asked = request.params().deepCopy();
    asked.remove("_meta");
    notes.arguments(CanonicalArguments.of(asked).getBytes(UTF_8));
  }

  private static void note(ProtocolException e, Notes notes) {
    String code = e.code().name().toLowerCase(Locale.ROOT);
    switch (e.code()) {
      case INTERNAL_ERROR -> notes.failed(Layer.FAULT, code);
      case INSUFFICIENT_SCOPE -> notes.refused(Layer.SCOPE, code);
      case RESOURCE_NOT_FOUND -> notes.refused(Layer.CATALOGUE, code);
      case INVALID_PARAMS -> notes.refused(Layer.ARGUMENTS, code);
      default -> notes.refused(Layer.REQUEST, code);
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
