package dev.sluice.gateway;

import dev.sluice.gateway.HttpExchange.Header;
import dev.sluice.gateway.HttpExchange.Request;
import dev.sluice.gateway.HttpExchange.Response;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A REST API of API Gateway in front of one function: a request in, a response out, as the service
 * answers it, its own errors to the letter. Safe for use by several threads.
 */
final class RestApi {
  /** API Gateway's limit for a body (API Gateway quotas, "Payload size"). */
  static final int MAX_BODY_BYTES = 10 * 1024 * 1024;

  private final ProxyEvents events;
  private final LocalFunction function;
  private final @Nullable Gate gate;
  private final ApiShape shape;
  private final InstantSource clock;
  private final Consumer<String> problems;

  /**
   * An API.
   *
   * @param gate stands before the function; null where it is open
   * @param problems is told what API Gateway's log would say of a call that failed, a line each
   */
  RestApi(
      LocalFunction function, @Nullable Gate gate, InstantSource clock, Consumer<String> problems) {
    this.events = new ProxyEvents(clock);
    this.function = function;
    this.gate = gate;
    this.shape = gate == null ? ApiShape.open() : gate.shape();
    this.clock = clock;
    this.problems = problems;
  }

  /**
   * Has a request answered.
   *
   * @param client is given the response, once, by this thread or another
   */
  void handle(Request request, Consumer<Response> client) {
    String requestId = UUID.randomUUID().toString();
    String traceId = traceId(requestId);
    Consumer<Response> named = response -> client.accept(withIds(response, requestId, traceId));
    ApiShape.Route route = shape.route(request.method(), request.path());
    if (route == null) {
      // So API Gateway answers where it has no such path or method.
      named.accept(Response.message(403, "Missing Authentication Token"));
      return;
    }
    switch (route.integration()) {
      case ApiShape.Constant constant -> named.accept(ApiShape.constant(constant));
      case ApiShape.Proxy proxy -> {
        if (gate != null && proxy.authorized()) {
          authorized(gate, request, requestId, traceId, named);
        } else {
          call(events.of(request, requestId, traceId, Map.of()), requestId, named);
        }
      }
    }
  }

  private void authorized(
      Gate gate, Request request, String requestId, String traceId, Consumer<Response> named) {
    byte[] event = events.of(request, requestId, traceId, Map.of());
    gate.pass(
        request,
        event,
        requestId,
        passage -> {
          switch (passage) {
            case Gate.Passage.Stopped stopped -> named.accept(stopped.response());
            case Gate.Passage.Broken broken ->
                named.accept(unavailable(gate, broken.cause(), requestId));
            case Gate.Passage.Through through ->
                call(events.of(request, requestId, traceId, through.context()), requestId, named);
          }
        });
  }

  private void call(byte[] event, String requestId, Consumer<Response> then) {
    function.invoke(event, requestId, result -> then.accept(response(result, requestId)));
  }

  private Response response(LocalFunction.Result result, String requestId) {
    return switch (result) {
      case LocalFunction.Result.Answer answer -> read(answer.bytes(), requestId);
      case LocalFunction.Result.EventTooLarge _ -> Response.message(413, "Request Too Long");
      case LocalFunction.Result.Failed failed -> broken(failed.cause(), requestId);
      case LocalFunction.Result.TimedOut _ -> Response.message(504, "Endpoint request timed out");
    };
  }

  private static Response withIds(Response response, String requestId, String traceId) {
    List<Header> headers = new ArrayList<>(response.headers());
    headers.add(new Header("x-amzn-RequestId", requestId));
    headers.add(new Header("X-Amzn-Trace-Id", traceId));
    return new Response(response.status(), headers, response.body());
  }

  /** The response to a body over the limit, which no function sees. */
  static Response bodyTooLarge() {
    return Response.of(
        413, "text/plain", "HTTP content length exceeded " + MAX_BODY_BYTES + " bytes.");
  }

  private Response read(byte[] answer, String requestId) {
    try {
      return ProxyAnswers.read(answer);
    } catch (ProxyAnswers.Malformed e) {
      return broken("malformed Lambda proxy response: " + e.getMessage(), requestId);
    }
  }

  private Response broken(String cause, String requestId) {
    problems.accept("request " + requestId + " failed: " + cause);
    return Response.message(502, "Internal server error");
  }

  private Response unavailable(Gate gate, String cause, String requestId) {
    problems.accept("request " + requestId + " could not be authorized: " + cause);
    return gate.unavailable();
  }

  private String traceId(String requestId) {
    String hex = requestId.replace("-", "");
    return "Root=1-"
        + HexFormat.of().toHexDigits(clock.instant().getEpochSecond(), 8)
        + "-"
        + hex.substring(0, 24);
  }
}
