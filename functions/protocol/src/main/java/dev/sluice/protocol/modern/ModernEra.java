package dev.sluice.protocol.modern;

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
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Revision 2026-07-28: every request stands alone and says in {@code _meta} what it speaks. */
public final class ModernEra implements Era {
  /** Where a request names its revision. */
  public static final String VERSION_KEY = "io.modelcontextprotocol/protocolVersion";

  private static final String CAPABILITIES_KEY = "io.modelcontextprotocol/clientCapabilities";
  private static final String SERVER_INFO_KEY = "io.modelcontextprotocol/serverInfo";
  private static final String COMPLETE = "complete";

  /** A catalogue changes with a release: a minute's delay in seeing it harms nobody. */
  private static final int LIST_TTL_MILLIS = 60_000;

  /** Lists may depend on the caller's scopes. */
  private static final String LIST_SCOPE = "private";

  private final Tools tools;
  private final Map<String, Object> resultMeta;

  /** An era that answers under the given name. */
  public ModernEra(ServerInfo info, Tools tools) {
    this.tools = tools;
    this.resultMeta = Map.of(SERVER_INFO_KEY, info);
  }

  @Override
  public Object answer(JsonRpcRequest request, HttpRequest http, Call call) {
    checkVersion(request, http);
    MirroredHeaders.check(request, http);
    return switch (request.method()) {
      case "server/discover" ->
          new Results.Discovery(
              COMPLETE,
              List.of(Revisions.MODERN),
              Map.of("tools", Map.of()),
              LIST_TTL_MILLIS,
              LIST_SCOPE,
              resultMeta);
      case "tools/list" ->
          new Results.ToolList(COMPLETE, tools.list(call), LIST_TTL_MILLIS, LIST_SCOPE, resultMeta);
      case "tools/call" ->
          Results.ToolAnswer.of(COMPLETE, ToolCalls.call(tools, request, call), resultMeta);
      default ->
          throw new ProtocolException(
              ErrorCode.METHOD_NOT_FOUND,
              "There is no method '" + request.method() + "' in " + Revisions.MODERN + ".");
    };
  }

  @Override
  public int status(ErrorCode code) {
    return code.modernStatus();
  }

  private static void checkVersion(JsonRpcRequest request, HttpRequest http) {
    JsonNode version = request.meta().path(VERSION_KEY);
    if (!version.isString()) {
      throw new ProtocolException(
          ErrorCode.MISSING_META, "'params._meta[\"" + VERSION_KEY + "\"]' must be given.");
    }
    if (!request.meta().path(CAPABILITIES_KEY).isObject()) {
      throw new ProtocolException(
          ErrorCode.MISSING_META, "'params._meta[\"" + CAPABILITIES_KEY + "\"]' must be given.");
    }
    if (!version.asString().equals(http.header(Revisions.HEADER))) {
      throw new ProtocolException(
          ErrorCode.HEADER_MISMATCH,
          "The header MCP-Protocol-Version must be " + version.asString() + ", as in '_meta'.");
    }
    if (!version.asString().equals(Revisions.MODERN)) {
      ObjectNode data = JsonNodeFactory.instance.objectNode();
      data.putArray("supported").add(Revisions.MODERN);
      data.put("requested", version.asString());
      throw new ProtocolException(
          ErrorCode.UNSUPPORTED_VERSION,
          "Sluice does not speak " + version.asString() + "; use " + Revisions.MODERN + ".",
          data);
    }
  }
}
