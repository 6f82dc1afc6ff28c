package dev.sluice.protocol.wire;

/**
 * Something told ahead of an answer (JSON-RPC 2.0, section 4.1).
 *
 * @param jsonrpc always {@link JsonRpcResponse#VERSION}
 * @param method what it is about
 * @param params what it says
 */
public record Notification(String jsonrpc, String method, Object params) {

  /** A notification. */
  public static Notification of(String method, Object params) {
    return new Notification(JsonRpcResponse.VERSION, method, params);
  }
}
