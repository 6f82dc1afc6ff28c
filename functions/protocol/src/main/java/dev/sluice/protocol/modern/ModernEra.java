package dev.sluice.protocol.modern;

import dev.sluice.call.Call;
import dev.sluice.protocol.Era;
import dev.sluice.protocol.ErrorCode;
import dev.sluice.protocol.HttpRequest;
import dev.sluice.protocol.Method;
import dev.sluice.protocol.ProtocolException;
import dev.sluice.protocol.Revisions;
import dev.sluice.protocol.feature.Features;
import dev.sluice.protocol.feature.Freshness;
import dev.sluice.protocol.feature.InputRequired;
import dev.sluice.protocol.feature.LogLevel;
import dev.sluice.protocol.feature.PromptOutcome;
import dev.sluice.protocol.feature.ReadOutcome;
import dev.sluice.protocol.feature.Tool;
import dev.sluice.protocol.feature.ToolOutcome;
import dev.sluice.protocol.operation.Operations;
import dev.sluice.protocol.operation.RequestExchange;
import dev.sluice.protocol.wire.JsonRpcRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Revision 2026-07-28: every request stands alone and says in {@code _meta} what it speaks. */
public final class ModernEra implements Era {
  /** Where a request names its revision. */
  public static final String VERSION_KEY = "io.modelcontextprotocol/protocolVersion";

  private static final String CAPABILITIES_KEY = "io.modelcontextprotocol/clientCapabilities";
  private static final String LOG_LEVEL_KEY = "io.modelcontextprotocol/logLevel";
  private static final String SERVER_INFO_KEY = "io.modelcontextprotocol/serverInfo";
  private static final String COMPLETE = "complete";
  private static final String TASKS = "io.modelcontextprotocol/tasks";

  /** Only these may be answered by a question (2026-07-28, "Multi Round-Trip Requests"). */
  private static final Set<String> MAY_ASK = Set.of("tools/call", "prompts/get", "resources/read");

  /**
   * Lists depend on the caller's scopes, and change with a release or an edited catalogue: a
   * minute's delay in seeing that harms nobody, since a call of what has gone is refused.
   */
  private static final Freshness LISTS = new Freshness(60_000, false);

  private final Features features;
  private final Operations operations;
  private final RequestStates states;
  private final Map<String, Object> meta;

  /** An era of what a server offers. */
  public ModernEra(Features features, Operations operations, RequestStates states) {
    this.features = features;
    this.operations = operations;
    this.states = states;
    this.meta = Map.of(SERVER_INFO_KEY, features.info());
  }

  @Override
  public RequestExchange open(JsonRpcRequest request, HttpRequest http, Call call) {
    checkVersion(request, http);
    MirroredHeaders.check(request, http);
    ObjectNode params = request.params();
    boolean mayAsk = MAY_ASK.contains(request.method());
    return new RequestExchange(
        call,
        new RequestExchange.Client(
            (ObjectNode) request.meta().path(CAPABILITIES_KEY),
            request.meta().get("progressToken"),
            logLevel(request)),
        mayAsk ? inputs(params) : params.objectNode(),
        mayAsk ? state(request, call) : null);
  }

  @Override
  public Object answer(
      Method method, JsonRpcRequest request, HttpRequest http, RequestExchange exchange) {
    ObjectNode params = request.params();
    Call call = exchange.call();
    return switch (method) {
      case DISCOVER -> cacheable(discovery(), LISTS);
      case LIST_TOOLS -> cacheable(operations.listTools(params, call), LISTS);
      case CALL_TOOL -> callTool(request, http, exchange);
      case LIST_RESOURCES -> cacheable(operations.listResources(params, call), LISTS);
      case LIST_TEMPLATES -> cacheable(operations.listTemplates(params, call), LISTS);
      case READ_RESOURCE ->
          switch (operations.readResource(params, exchange)) {
            case ReadOutcome.Done done ->
                cacheable(new Results.Contents(done.contents()), done.freshness());
            case InputRequired asked -> ask(asked, request, call);
          };
      case LIST_PROMPTS -> cacheable(operations.listPrompts(params, call), LISTS);
      case GET_PROMPT ->
          switch (operations.getPrompt(params, exchange)) {
            case PromptOutcome.Done done -> complete(done.result());
            case InputRequired asked -> ask(asked, request, call);
          };
      case COMPLETE -> complete(operations.complete(params, call));
      case GET_TASK -> {
        requireTasks(exchange);
        yield complete(operations.task(params, call));
      }
      case UPDATE_TASK -> {
        requireTasks(exchange);
        operations.updateTask(params, call);
        yield complete(new Results.Nothing());
      }
      case CANCEL_TASK -> {
        requireTasks(exchange);
        operations.cancelTask(params, call);
        yield complete(new Results.Nothing());
      }
      default -> throw unknown(request.method());
    };
  }

  @Override
  public ErrorCode.OnTheWire onTheWire(ErrorCode code) {
    return code.modern();
  }

  private Object callTool(JsonRpcRequest request, HttpRequest http, RequestExchange exchange) {
    Tool tool = operations.tool(request.params(), exchange.call());
    MirroredHeaders.check(tool.headerParameters(), request.params().path("arguments"), http);
    return switch (operations.callTool(tool, request.params(), exchange)) {
      case ToolOutcome.Done done -> complete(done.result());
      case ToolOutcome.Started started -> {
        requireTasks(exchange);
        yield new Result("task", started.task(), null, meta);
      }
      case InputRequired asked -> ask(asked, request, exchange.call());
    };
  }

  private Results.Discovery discovery() {
    Map<String, Object> capabilities = new TreeMap<>(operations.capabilities());
    if (features.tasks() != null) {
      capabilities.put("extensions", Map.of(TASKS, Map.of()));
    }
    return new Results.Discovery(List.of(Revisions.MODERN), capabilities, features.instructions());
  }

  private Object ask(InputRequired asked, JsonRpcRequest request, Call call) {
    String sealed =
        asked.state() == null ? null : states.seal(asked.state(), request, call.principal());
    return new Result(
        "input_required", new Results.Questions(asked.requests(), sealed), null, meta);
  }

  private @Nullable String state(JsonRpcRequest request, Call call) {
    JsonNode state = request.params().path("requestState");
    return state.isMissingNode() || state.isNull()
        ? null
        : states.open(state, request, call.principal());
  }

  private void requireTasks(RequestExchange exchange) {
    if (features.tasks() == null) {
      throw new ProtocolException(ErrorCode.METHOD_NOT_FOUND, "There are no tasks here.");
    }
    exchange.requireClientExtension(TASKS);
  }

  private Result complete(Object fields) {
    return new Result(COMPLETE, fields, null, meta);
  }

  private Result cacheable(Object fields, Freshness freshness) {
    return new Result(COMPLETE, fields, freshness, meta);
  }

  private static ObjectNode inputs(ObjectNode params) {
    JsonNode inputs = params.path("inputResponses");
    if (inputs.isMissingNode() || inputs.isNull()) {
      return params.objectNode();
    }
    if (inputs instanceof ObjectNode object) {
      return object;
    }
    throw new ProtocolException(
        ErrorCode.INVALID_PARAMS, "'params.inputResponses' must be an object.");
  }

  private static @Nullable LogLevel logLevel(JsonRpcRequest request) {
    JsonNode level = request.meta().path(LOG_LEVEL_KEY);
    if (level.isMissingNode() || level.isNull()) {
      return null;
    }
    return LogLevel.of(level.asString(""))
        .orElseThrow(
            () ->
                new ProtocolException(
                    ErrorCode.INVALID_PARAMS,
                    "'params._meta[\"" + LOG_LEVEL_KEY + "\"]' must be a level."));
  }

  private static void checkVersion(JsonRpcRequest request, HttpRequest http) {
    JsonNode version = request.meta().path(VERSION_KEY);
    if (!version.isString()) {
      throw missing(VERSION_KEY);
    }
    if (!request.meta().path(CAPABILITIES_KEY).isObject()) {
      throw missing(CAPABILITIES_KEY);
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

  private static ProtocolException missing(String key) {
    return new ProtocolException(
        ErrorCode.MISSING_META, "'params._meta[\"" + key + "\"]' must be given.");
  }

  private static ProtocolException unknown(String method) {
    return new ProtocolException(
        ErrorCode.METHOD_NOT_FOUND,
        "There is no method '" + method + "' in " + Revisions.MODERN + ".");
  }
}
