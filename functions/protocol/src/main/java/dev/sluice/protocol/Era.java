package dev.sluice.protocol;

import dev.sluice.call.Call;
import dev.sluice.protocol.operation.RequestExchange;
import dev.sluice.protocol.wire.JsonRpcRequest;

/** One way of speaking MCP: turns a request into a result. Safe for use by several threads. */
public interface Era {

  /**
   * Checks what every request of this era must have, and begins its exchange.
   *
   * @throws ProtocolException when the request breaks the rules of this era
   */
  RequestExchange open(JsonRpcRequest request, HttpRequest http, Call call);

  /**
   * The result of a request, ready to be written as JSON.
   *
   * @param method of the request
   * @throws ProtocolException when there is none
   */
  Object answer(Method method, JsonRpcRequest request, HttpRequest http, RequestExchange exchange);

  /** How an error looks in this era. */
  ErrorCode.OnTheWire onTheWire(ErrorCode code);
}
