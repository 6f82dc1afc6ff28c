package dev.sluice.protocol.legacy;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sluice.call.Call;
import dev.sluice.protocol.Era;
import dev.sluice.protocol.ErrorCode;
import dev.sluice.protocol.HttpRequest;
import dev.sluice.protocol.Method;
import dev.sluice.protocol.ProtocolException;
import dev.sluice.protocol.Revisions;
import dev.sluice.protocol.feature.Features;
import dev.sluice.protocol.feature.InputRequired;
import dev.sluice.protocol.feature.LogLevel;
import dev.sluice.protocol.feature.PromptOutcome;
import dev.sluice.protocol.feature.ReadOutcome;
import dev.sluice.protocol.feature.ToolOutcome;
import dev.sluice.protocol.operation.Operations;
import dev.sluice.protocol.operation.RequestExchange;
import dev.sluice.protocol.wire.JsonRpcRequest;
import dev.sluice.protocol.wire.ResourceContents;
import dev.sluice.protocol.wire.ServerInfo;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Revisions 2025-03-26 to 2025-11-25: a client begins with {@code initialize}; Sluice keeps no
 * session, as they allow. What a session would have to remember is accepted and has no effect.
 */
public final class LegacyEra implements Era {
  private static final ObjectNode NOTHING = JsonNodeFactory.instance.objectNode();

  /** What a client hears of our log: it sets a level in a session, which we do not keep. */
  private static final LogLevel LOG_LEVEL = LogLevel.INFO;

  private final Features features;
  private final Operations operations;

  /** An era of what a server offers. */
  public LegacyEra(Features features, Operations operations) {
    this.features = features;
    this.operations = operations;
  }

  @Override
  public RequestExchange open(JsonRpcRequest request, HttpRequest http, Call call) {
    return new RequestExchange(
        call,
        new RequestExchange.Client(NOTHING, request.meta().get("progressToken"), LOG_LEVEL),
        NOTHING,
        null);
  }

  @Override
  public Object answer(
      Method method, JsonRpcRequest request, HttpRequest http, RequestExchange exchange) {
    ObjectNode params = request.params();
    Call call = exchange.call();
    return switch (method) {
      case INITIALIZE -> initialize(params);
      case PING, SUBSCRIBE, UNSUBSCRIBE -> Map.of();
      case SET_LEVEL -> setLevel(params);
      case LIST_TOOLS -> operations.listTools(params, call);
      case CALL_TOOL ->
          switch (operations.callTool(operations.tool(params, call), params, exchange)) {
            case ToolOutcome.Done done -> done.result();
            case ToolOutcome.Started _ -> throw needs("a client that knows tasks");
            case InputRequired _ -> throw needs("a client that answers questions");
          };
      case LIST_RESOURCES -> operations.listResources(params, call);
      case LIST_TEMPLATES -> operations.listTemplates(params, call);
      case READ_RESOURCE ->
          switch (operations.readResource(params, exchange)) {
            case ReadOutcome.Done done -> new Contents(done.contents());
            case InputRequired _ -> throw needs("a client that answers questions");
          };
      case LIST_PROMPTS -> operations.listPrompts(params, call);
      case GET_PROMPT ->
          switch (operations.getPrompt(params, exchange)) {
            case PromptOutcome.Done done -> done.result();
            case InputRequired _ -> throw needs("a client that answers questions");
          };
      case COMPLETE -> operations.complete(params, call);
      default ->
          throw new ProtocolException(
              ErrorCode.METHOD_NOT_FOUND, "There is no method '" + request.method() + "'.");
    };
  }

  @Override
  public ErrorCode.OnTheWire onTheWire(ErrorCode code) {
    return code.legacy();
  }

  /** The client's revision where Sluice speaks it, else the newest of this era. */
  private Initialization initialize(ObjectNode params) {
    String wanted = params.path("protocolVersion").asString("");
    Map<String, Object> capabilities = new TreeMap<>(operations.capabilities());
    capabilities.put("logging", Map.of());
    return new Initialization(
        Revisions.LEGACY.contains(wanted) ? wanted : Revisions.LEGACY.getLast(),
        capabilities,
        features.info(),
        features.instructions());
  }

  private static Map<String, Object> setLevel(ObjectNode params) {
    if (LogLevel.of(params.path("level").asString("")).isEmpty()) {
      throw new ProtocolException(
          ErrorCode.INVALID_PARAMS, "'params.level' must be a level, from debug to emergency.");
    }
    return Map.of();
  }

  private static ProtocolException needs(String what) {
    return new ProtocolException(
        ErrorCode.NOT_WITH_THIS_CLIENT, "This needs " + what + ", by " + Revisions.MODERN + ".");
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Initialization(
      String protocolVersion,
      Map<String, Object> capabilities,
      ServerInfo serverInfo,
      @Nullable String instructions) {}

  record Contents(List<ResourceContents> contents) {}
}
