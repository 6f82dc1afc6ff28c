package dev.sluice.protocol;

import dev.sluice.call.Call;
import dev.sluice.protocol.wire.JsonRpcRequest;

/** One way of speaking MCP: turns a request into a result. Safe for use by several threads. */
public interface Era {

  /**
   * The result of a request, ready to be written as JSON.
   *
   * @throws ProtocolException when the request breaks the rules of this era
   */
  Object answer(JsonRpcRequest request, HttpRequest http, Call call);

  /** The HTTP status under which an error travels in this era. */
  int status(ErrorCode code);
}
