package dev.sluice.protocol.legacy;

import dev.sluice.call.Call;
import dev.sluice.protocol.Era;
import dev.sluice.protocol.ErrorCode;
import dev.sluice.protocol.HttpRequest;
import dev.sluice.protocol.ProtocolException;
import dev.sluice.protocol.Revisions;
import dev.sluice.protocol.ToolCalls;
import dev.sluice.protocol.Tools;
import dev.sluice.protocol.wire.JsonRpcRequest;
import dev.sluice.protocol.wire.ServerInfo;
import dev.sluice.protocol.wire.ToolDescriptor;
import java.util.List;
import java.util.Map;

/**
 * Revisions 2025-03-26 to 2025-11-25: a client begins with {@code initialize}; Sluice keeps no
 * session, as they allow.
 */
public final class LegacyEra implements Era {
  private final ServerInfo info;
  private final Tools tools;

  /** An era that answers under the given name. */
  public LegacyEra(ServerInfo info, Tools tools) {
    this.info = info;
    this.tools = tools;
  }

  @Override
  public Object answer(JsonRpcRequest request, HttpRequest http, Call call) {
    return switch (request.method()) {
      case "initialize" -> initialize(request);
      case "ping" -> Map.of();
      case "tools/list" -> new ToolList(tools.list(call));
      case "tools/call" -> ToolCalls.call(tools, request, call);
      default ->
          throw new ProtocolException(
              ErrorCode.METHOD_NOT_FOUND, "There is no method '" + request.method() + "'.");
    };
  }

  @Override
  public int status(ErrorCode code) {
    return code.legacyStatus();
  }

  /** The client's revision where Sluice speaks it, else the newest of this era. */
  private Initialization initialize(JsonRpcRequest request) {
    String wanted = request.params().path("protocolVersion").asString("");
    String version = Revisions.LEGACY.contains(wanted) ? wanted : Revisions.LEGACY.getLast();
    return new Initialization(version, Map.of("tools", Map.of()), info);
  }

  record Initialization(
      String protocolVersion, Map<String, Object> capabilities, ServerInfo serverInfo) {}

  record ToolList(List<ToolDescriptor> tools) {}
}
