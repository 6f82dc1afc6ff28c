package dev.sluice.conformance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A request as clients of both eras were seen to send it to the fixtures. */
record RecordedRequest(Map<String, String> headers, String body) {
  private static final JsonMapper JSON = JsonMapper.shared();

  private static final String[][] REQUESTS = {
    {"tools/list", "{}"},
    {"tools/list", "{\"cursor\":\"\"}"},
    {"tools/call", "{\"name\":\"test_simple_text\",\"arguments\":{}}"},
    {"tools/call", "{\"name\":\"test_x_mcp_header\",\"arguments\":{\"region\":\"eu\"}}"},
    {
      "tools/call",
      "{\"name\":\"json_schema_2020_12_tool\",\"arguments\":{\"name\":\"Ada\","
          + "\"email\":\"a@b\",\"contactMethod\":\"email\"}}"
    },
    {"tools/call", "{\"name\":\"test_tool_with_progress\",\"_meta\":{\"progressToken\":1}}"},
    {"tools/call", "{\"name\":\"test_input_required_result_request_state\"}"},
    {
      "tools/call",
      "{\"name\":\"test_input_required_result_request_state\",\"requestState\":\"a.1.b.c\","
          + "\"inputResponses\":{\"confirm\":{\"action\":\"accept\",\"content\":{}}}}"
    },
    {"resources/list", "{}"},
    {"resources/templates/list", "{}"},
    {"resources/read", "{\"uri\":\"test://static-text\"}"},
    {"resources/read", "{\"uri\":\"test://template/1/data\"}"},
    {"prompts/list", "{}"},
    {
      "prompts/get",
      "{\"name\":\"test_prompt_with_arguments\",\"arguments\":{\"arg1\":\"a\",\"arg2\":\"b\"}}"
    },
    {
      "completion/complete",
      "{\"ref\":{\"type\":\"ref/prompt\",\"name\":\"test_prompt_with_arguments\"},"
          + "\"argument\":{\"name\":\"arg1\",\"value\":\"pa\"}}"
    },
    {"tasks/get", "{\"taskId\":\"x\"}"},
    {"tasks/update", "{\"taskId\":\"x\",\"inputResponses\":{}}"},
    {"server/discover", "{}"},
    {
      "initialize",
      "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},"
          + "\"clientInfo\":{\"name\":\"c\",\"version\":\"1\"}}"
    },
    {"ping", "{}"},
    {"logging/setLevel", "{\"level\":\"info\"}"},
    {"notifications/initialized", "{}"}
  };

  /** One of each kind, in both eras. */
  static List<RecordedRequest> all() {
    List<RecordedRequest> all = new ArrayList<>();
    for (String[] request : REQUESTS) {
      all.add(modern(request[0], request[1]));
      all.add(legacy(request[0], request[1]));
    }
    return all;
  }

  private static RecordedRequest modern(String method, String params) {
    ObjectNode node = (ObjectNode) JSON.readTree(params);
    ObjectNode meta = node.withObject("/_meta");
    meta.put("io.modelcontextprotocol/protocolVersion", "2026-07-28");
    ObjectNode capabilities = meta.putObject("io.modelcontextprotocol/clientCapabilities");
    capabilities.putObject("elicitation");
    capabilities.putObject("extensions").putObject("io.modelcontextprotocol/tasks");
    Map<String, String> headers = new HashMap<>(Map.of("Accept", "text/event-stream"));
    headers.put("MCP-Protocol-Version", "2026-07-28");
    headers.put("Mcp-Method", method);
    for (String key : List.of("name", "uri", "taskId")) {
      if (node.has(key)) {
        headers.put("Mcp-Name", node.get(key).asString());
      }
    }
    if (node.at("/arguments/region").isString()) {
      headers.put("Mcp-Param-Region", "eu");
    }
    return new RecordedRequest(headers, body(method, node));
  }

  private static RecordedRequest legacy(String method, String params) {
    return new RecordedRequest(
        Map.of("Accept", "application/json", "MCP-Protocol-Version", "2025-11-25"),
        body(method, (ObjectNode) JSON.readTree(params)));
  }

  private static String body(String method, ObjectNode params) {
    ObjectNode body = JSON.createObjectNode().put("jsonrpc", "2.0");
    if (!method.startsWith("notifications/")) {
      body.put("id", "id-of-" + method);
    }
    body.put("method", method).set("params", params);
    return JSON.writeValueAsString(body);
  }
}
