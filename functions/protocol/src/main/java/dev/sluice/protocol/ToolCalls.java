package dev.sluice.protocol;

import dev.sluice.call.Call;
import dev.sluice.protocol.wire.JsonRpcRequest;
import dev.sluice.protocol.wire.ToolResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What {@code tools/call} does in both eras. */
public final class ToolCalls {
  private ToolCalls() {}

  /**
   * Calls the tool that a request names.
   *
   * @throws ProtocolException when it names none that the caller may see
   */
  public static ToolResult call(Tools tools, JsonRpcRequest request, Call call) {
    JsonNode name = request.params().path("name");
    if (!name.isString()) {
      throw new ProtocolException(ErrorCode.INVALID_PARAMS, "'params.name' must name a tool.");
    }
    Tools.Tool tool =
        tools
            .find(name.asString(), call)
            .orElseThrow(
                () ->
                    new ProtocolException(
                        ErrorCode.INVALID_PARAMS,
                        "There is no tool '" + name.asString() + "'; tools/list names them."));
    JsonNode arguments = request.params().path("arguments");
    if (!arguments.isMissingNode() && !arguments.isObject()) {
      return ToolResult.error("'arguments' must be an object.");
    }
    try {
      return tool.call(
          arguments instanceof ObjectNode given ? given : request.params().objectNode(), call);
    } catch (ToolException e) {
      return ToolResult.error(String.valueOf(e.getMessage()));
    }
  }
}
