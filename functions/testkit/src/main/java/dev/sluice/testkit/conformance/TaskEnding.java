package dev.sluice.testkit.conformance;

import dev.sluice.protocol.wire.Content;
import dev.sluice.protocol.wire.JsonRpcResponse;
import dev.sluice.protocol.wire.ToolResult;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a task comes to.
 *
 * @param result the tool's, also where that says what went wrong; null when there is none
 * @param error why there is no result; null when there is one
 */
public record TaskEnding(@Nullable JsonNode result, JsonRpcResponse.@Nullable Problem error) {

  static TaskEnding text(String text) {
    return of(new ToolResult(List.of(new Content.Text(text)), null, false));
  }

  static TaskEnding toolError(String message) {
    return of(ToolResult.error(message));
  }

  static TaskEnding protocolError(int code, String message) {
    return new TaskEnding(null, new JsonRpcResponse.Problem(code, message, null));
  }

  String status() {
    return error == null ? "completed" : "failed";
  }

  private static TaskEnding of(ToolResult result) {
    ObjectNode json = JsonMapper.shared().valueToTree(result);
    return new TaskEnding(json.put("resultType", "complete"), null);
  }
}
