package dev.sluice.bench;

import dev.sluice.testkit.ProxyEvents;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request of revision 2026-07-28, as a client sends it.
 *
 * @param headers those that repeat what the body says
 * @param body as JSON
 */
@SuppressWarnings("ArrayRecordComponent") // Sent again and again, never compared.
record McpRequest(Map<String, String> headers, byte[] body) {
  private static final String REVISION = "2026-07-28";
  private static final JsonMapper JSON = JsonMapper.shared();

  static McpRequest toolsList() {
    return of("tools/list", "", JSON.createObjectNode());
  }

  /** A call of a tool with arguments as JSON. */
  static McpRequest toolsCall(String tool, String arguments) {
    ObjectNode params = JSON.createObjectNode().put("name", tool);
    params.set("arguments", JSON.readTree(arguments));
    return of("tools/call", tool, params);
  }

  /** The event that API Gateway makes of it, its body as Base64: every media type is binary. */
  ProxyEvents event() {
    ProxyEvents event = ProxyEvents.of("POST", "/mcp").base64Body(body);
    headers.forEach(event::header);
    return event;
  }

  /** A call of any method, about what has this name or address; empty where it has none. */
  static McpRequest of(String method, String name, ObjectNode params) {
    ObjectNode meta = params.putObject("_meta");
    meta.put("io.modelcontextprotocol/protocolVersion", REVISION);
    meta.putObject("io.modelcontextprotocol/clientInfo").put("name", "bench").put("version", "1");
    meta.putObject("io.modelcontextprotocol/clientCapabilities");
    ObjectNode body = JSON.createObjectNode().put("jsonrpc", "2.0").put("id", 1);
    body.put("method", method).set("params", params);
    Map<String, String> headers = new TreeMap<>();
    headers.put("MCP-Protocol-Version", REVISION);
    headers.put("Mcp-Method", method);
    if (!name.isEmpty()) {
      headers.put("Mcp-Name", name);
    }
    return new McpRequest(headers, JSON.writeValueAsBytes(body));
  }
}
