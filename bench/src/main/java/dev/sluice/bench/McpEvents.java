package dev.sluice.bench;

import dev.sluice.testkit.ProxyEvents;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Events of API Gateway that hold a request of revision 2026-07-28, as Base64: the API takes every
 * media type as binary.
 */
final class McpEvents {
  private static final String REVISION = "2026-07-28";
  private static final JsonMapper JSON = JsonMapper.shared();

  private McpEvents() {}

  static ProxyEvents toolsList() {
    return event("tools/list", JSON.createObjectNode());
  }

  /** A call of a tool with arguments as JSON. */
  static ProxyEvents toolsCall(String tool, String arguments) {
    ObjectNode params = JSON.createObjectNode().put("name", tool);
    params.set("arguments", JSON.readTree(arguments));
    return event("tools/call", params).header("Mcp-Name", tool);
  }

  private static ProxyEvents event(String method, ObjectNode params) {
    ObjectNode meta = params.putObject("_meta");
    meta.put("io.modelcontextprotocol/protocolVersion", REVISION);
    meta.putObject("io.modelcontextprotocol/clientInfo").put("name", "bench").put("version", "1");
    meta.putObject("io.modelcontextprotocol/clientCapabilities");
    ObjectNode body = JSON.createObjectNode().put("jsonrpc", "2.0").put("id", 1);
    body.put("method", method).set("params", params);
    return ProxyEvents.of("POST", "/mcp")
        .base64Body(JSON.writeValueAsBytes(body))
        .header("MCP-Protocol-Version", REVISION)
        .header("Mcp-Method", method);
  }
}
