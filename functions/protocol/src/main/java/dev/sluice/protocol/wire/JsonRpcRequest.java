package dev.sluice.protocol.wire;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request or, without an id, a notification (JSON-RPC 2.0, section 4).
 *
 * @param id text or a whole number; null for a notification
 * @param method what is asked
 * @param params with what; empty where none were given
 */
public record JsonRpcRequest(@Nullable JsonNode id, String method, ObjectNode params) {

  /** The protocol's own parameters; empty where none were given. */
  public ObjectNode meta() {
    return params.get("_meta") instanceof ObjectNode meta ? meta : params.objectNode();
  }
}
