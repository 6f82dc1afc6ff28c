package dev.sluice.protocol.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** An answer (JSON-RPC 2.0, section 5). */
public sealed interface JsonRpcResponse {
  /** The version of JSON-RPC. */
  String VERSION = "2.0";

  /**
   * An answer that went well.
   *
   * @param jsonrpc always {@link #VERSION}
   * @param id the request's own
   * @param result what was asked for
   */
  record Success(String jsonrpc, JsonNode id, Object result) implements JsonRpcResponse {}

  /**
   * An answer that did not.
   *
   * @param jsonrpc always {@link #VERSION}
   * @param id the request's own; null where it could not be read
   * @param error what is wrong
   */
  record Failure(String jsonrpc, @Nullable JsonNode id, Problem error) implements JsonRpcResponse {}

  /**
   * What is wrong.
   *
   * @param code the kind
   * @param message for people
   * @param data for programs
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Problem(int code, String message, @Nullable JsonNode data) {}
}
