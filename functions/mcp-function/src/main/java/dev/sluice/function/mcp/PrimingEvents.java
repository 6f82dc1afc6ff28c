package dev.sluice.function.mcp;

import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.Execution;
import dev.sluice.catalog.ToolDeclaration;
import dev.sluice.protocol.Revisions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Events as clients of both eras cause them, made from the examples of a catalogue, and one ad-hoc
 * query.
 */
final class PrimingEvents {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** Asks what every database can answer, by the whole way of an ad-hoc query. */
  private static final ObjectNode AD_HOC = JSON.createObjectNode().put("sql", "select 1 as one");

  private PrimingEvents() {}

  static List<byte[]> of(Catalog catalog) {
    List<byte[]> events = new ArrayList<>();
    events.add(modern("server/discover", JSON.createObjectNode()));
    events.add(modern("tools/list", JSON.createObjectNode()));
    events.add(
        legacy(
            "initialize",
            JSON.createObjectNode().put("protocolVersion", Revisions.LEGACY.getLast())));
    events.add(legacy("tools/list", JSON.createObjectNode()));
    for (ToolDeclaration tool : catalog.tools()) {
      // A task would outlive the snapshot, and be nobody's.
      List<ObjectNode> examples = tool.execution() == Execution.SYNC ? tool.examples() : List.of();
      for (ObjectNode example : examples) {
        events.add(modern("tools/call", call(tool.name(), example)));
        events.add(legacy("tools/call", call(tool.name(), example)));
      }
    }
    events.add(modern("tools/call", call("query", AD_HOC)));
    events.add(legacy("tools/call", call("query", AD_HOC)));
    return events;
  }

  private static ObjectNode call(String tool, ObjectNode arguments) {
    ObjectNode params = JSON.createObjectNode().put("name", tool);
    params.set("arguments", arguments);
    return params;
  }

  private static byte[] modern(String method, ObjectNode params) {
    ObjectNode meta = params.putObject("_meta");
    meta.put("io.modelcontextprotocol/protocolVersion", Revisions.MODERN);
    meta.putObject("io.modelcontextprotocol/clientCapabilities");
    Map<String, String> headers = new TreeMap<>();
    headers.put("MCP-Protocol-Version", Revisions.MODERN);
    headers.put("Mcp-Method", method);
    if (params.has("name")) {
      headers.put("Mcp-Name", params.get("name").asString());
    }
    return event(method, params, headers);
  }

  private static byte[] legacy(String method, ObjectNode params) {
    return event(method, params, Map.of("MCP-Protocol-Version", Revisions.LEGACY.getLast()));
  }

  private static byte[] event(String method, ObjectNode params, Map<String, String> headers) {
    ObjectNode body = JSON.createObjectNode().put("jsonrpc", "2.0").put("id", 1);
    body.put("method", method).set("params", params);
    ObjectNode event = JSON.createObjectNode().put("httpMethod", "POST").put("path", "/mcp");
    event.put("resource", "/mcp");
    ObjectNode eventHeaders = event.putObject("headers");
    eventHeaders.put("Content-Type", "application/json");
    eventHeaders.put("Accept", "application/json, text/event-stream");
    headers.forEach(eventHeaders::put);
    event.putObject("requestContext").put("stage", "live").put("httpMethod", "POST");
    // As bytes: the API takes every media type as binary.
    event.put("body", JSON.writeValueAsBytes(body)).put("isBase64Encoded", true);
    return JSON.writeValueAsBytes(event);
  }
}
