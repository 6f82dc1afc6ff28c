package dev.sluice.protocol.operation;

import dev.sluice.call.Call;
import dev.sluice.call.Layer;
import dev.sluice.protocol.ErrorCode;
import dev.sluice.protocol.ProtocolException;
import dev.sluice.protocol.feature.Completions;
import dev.sluice.protocol.feature.Exchange;
import dev.sluice.protocol.feature.Features;
import dev.sluice.protocol.feature.PromptOutcome;
import dev.sluice.protocol.feature.Prompts;
import dev.sluice.protocol.feature.ReadOutcome;
import dev.sluice.protocol.feature.Tasks;
import dev.sluice.protocol.feature.Tool;
import dev.sluice.protocol.feature.ToolException;
import dev.sluice.protocol.feature.ToolOutcome;
import dev.sluice.protocol.wire.CompletionResult;
import dev.sluice.protocol.wire.Lists;
import dev.sluice.protocol.wire.PromptDescriptor;
import dev.sluice.protocol.wire.ResourceDescriptor;
import dev.sluice.protocol.wire.ResourceTemplate;
import dev.sluice.protocol.wire.TaskState;
import dev.sluice.protocol.wire.ToolResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What each method does with its parameters, the same in both eras. Safe for use by several
 * threads.
 */
public final class Operations {
  /** MCP, "Completion", "Response": more are never shown. */
  private static final int MAX_COMPLETIONS = 100;

  private final Features features;

  /** Operations on what a server offers. */
  public Operations(Features features) {
    this.features = features;
  }

  /** The capabilities that follow from what is offered; nothing here ever announces a change. */
  public Map<String, Object> capabilities() {
    Map<String, Object> capabilities = new TreeMap<>();
    capabilities.put("tools", Map.of());
    if (features.resources() != null) {
      capabilities.put("resources", Map.of());
    }
    if (features.prompts() != null) {
      capabilities.put("prompts", Map.of());
    }
    if (features.completions() != null) {
      capabilities.put("completions", Map.of());
    }
    return capabilities;
  }

  /** {@code tools/list}. */
  public Lists.ToolList listTools(ObjectNode params, Call call) {
    List<Tool> all = features.tools().list(call);
    Page<Tool> page = Page.of(all, tool -> tool.descriptor().name(), params);
    return new Lists.ToolList(page.items().stream().map(Tool::listing).toList(), page.nextCursor());
  }

  /** The tool that {@code tools/call} names. */
  public Tool tool(ObjectNode params, Call call) {
    String name = text(params, "name");
    Optional<Tool> tool = features.tools().find(name, call);
    Set<String> scopes = tool.isPresent() ? Set.of() : features.tools().scopes(name);
    if (tool.isPresent() || !scopes.isEmpty()) {
      call.notes().name(name);
    } else {
      call.notes().refused(Layer.CATALOGUE, "unknown_tool");
    }
    return tool.orElseThrow(() -> notGiven(name, scopes));
  }

  /** Where scopes are what is missing, a client can ask for them. */
  private static ProtocolException notGiven(String tool, Set<String> scopes) {
    if (scopes.isEmpty()) {
      return unknown("tool", tool, "tools/list names them");
    }
    SortedSet<String> needed = new TreeSet<>(scopes);
    ObjectNode data = JsonNodeFactory.instance.objectNode().put("error", "insufficient_scope");
    data.put("scope", String.join(" ", needed));
    return new ProtocolException(
        ErrorCode.INSUFFICIENT_SCOPE,
        "The tool '" + tool + "' needs a token with: " + String.join(" ", needed) + ".",
        data);
  }

  /** {@code tools/call}: what a tool cannot do is a result for the model, not an error. */
  public ToolOutcome callTool(Tool tool, ObjectNode params, Exchange exchange) {
    JsonNode arguments = params.path("arguments");
    if (!arguments.isMissingNode() && !arguments.isNull() && !arguments.isObject()) {
      exchange.call().notes().refused(Layer.ARGUMENTS, "invalid_params");
      return new ToolOutcome.Done(ToolResult.error("'arguments' must be an object."));
    }
    try {
      ToolOutcome outcome = tool.call(objectOrEmpty(arguments), exchange);
      if (outcome instanceof ToolOutcome.Done(ToolResult result) && result.isError()) {
        exchange.call().notes().failed(Layer.TOOL, "tool_error");
      }
      return outcome;
    } catch (ToolException e) {
      exchange.call().notes().refused(Layer.TOOL, "tool_refused");
      return new ToolOutcome.Done(refused(tool, e));
    }
  }

  /** A client may refuse a structured answer that lacks what the tool's schema demands. */
  private static ToolResult refused(Tool tool, ToolException e) {
    ToolResult text = ToolResult.error(String.valueOf(e.getMessage()));
    ObjectNode schema = tool.descriptor().outputSchema();
    return e.data() == null || (schema != null && schema.has("required"))
        ? text
        : new ToolResult(text.content(), e.data(), true);
  }

  /** {@code resources/list}. */
  public Lists.ResourceList listResources(ObjectNode params, Call call) {
    List<ResourceDescriptor> all =
        features.resources() == null ? List.of() : features.resources().list(call);
    Page<ResourceDescriptor> page = Page.of(all, ResourceDescriptor::uri, params);
    return new Lists.ResourceList(page.items(), page.nextCursor());
  }

  /** {@code resources/templates/list}. */
  public Lists.TemplateList listTemplates(ObjectNode params, Call call) {
    List<ResourceTemplate> all =
        features.resources() == null ? List.of() : features.resources().templates(call);
    Page<ResourceTemplate> page = Page.of(all, ResourceTemplate::uriTemplate, params);
    return new Lists.TemplateList(page.items(), page.nextCursor());
  }

  /** {@code resources/read}. */
  public ReadOutcome readResource(ObjectNode params, Exchange exchange) {
    String uri = text(params, "uri");
    if (features.resources() != null) {
      ReadOutcome outcome = features.resources().read(uri, exchange).orElse(null);
      if (outcome != null) {
        return outcome;
      }
    }
    throw new ProtocolException(
        ErrorCode.RESOURCE_NOT_FOUND,
        "There is no resource '" + uri + "'; resources/list names them.",
        JsonNodeFactory.instance.objectNode().put("uri", uri));
  }

  /** {@code prompts/list}. */
  public Lists.PromptList listPrompts(ObjectNode params, Call call) {
    List<PromptDescriptor> all =
        features.prompts() == null ? List.of() : features.prompts().list(call);
    Page<PromptDescriptor> page = Page.of(all, PromptDescriptor::name, params);
    return new Lists.PromptList(page.items(), page.nextCursor());
  }

  /** {@code prompts/get}. */
  public PromptOutcome getPrompt(ObjectNode params, Exchange exchange) {
    String name = text(params, "name");
    Prompts.Prompt prompt =
        (features.prompts() == null
                ? Optional.<Prompts.Prompt>empty()
                : features.prompts().find(name, exchange.call()))
            .orElseThrow(() -> unknownPrompt(name, exchange.call()));
    exchange.call().notes().name(prompt.descriptor().name());
    ObjectNode arguments = objectOrEmpty(params.path("arguments"));
    for (PromptDescriptor.Argument argument : prompt.descriptor().arguments()) {
      JsonNode value = arguments.path(argument.name());
      if (argument.required() && !value.isString()) {
        throw new ProtocolException(
            ErrorCode.INVALID_PARAMS,
            "'params.arguments." + argument.name() + "' must be given, as text.");
      }
    }
    return prompt.handler().get(arguments, exchange);
  }

  /** {@code completion/complete}. */
  public CompletionResult complete(ObjectNode params, Call call) {
    List<String> all =
        features.completions() == null
            ? List.of()
            : features.completions().complete(question(params), call);
    List<String> shown = all.subList(0, Math.min(all.size(), MAX_COMPLETIONS));
    return new CompletionResult(
        new CompletionResult.Completion(shown, all.size(), all.size() > shown.size()));
  }

  /** {@code tasks/get}. */
  public TaskState task(ObjectNode params, Call call) {
    String id = text(params, "taskId");
    return tasks().get(id, call).orElseThrow(() -> unknownTask(id, call));
  }

  /** {@code tasks/update}. */
  public void updateTask(ObjectNode params, Call call) {
    String id = text(params, "taskId");
    if (!tasks().update(id, objectOrEmpty(params.path("inputResponses")), call)) {
      throw unknownTask(id, call);
    }
  }

  /** {@code tasks/cancel}. */
  public void cancelTask(ObjectNode params, Call call) {
    String id = text(params, "taskId");
    if (!tasks().cancel(id, call)) {
      throw unknownTask(id, call);
    }
  }

  private Tasks tasks() {
    Tasks tasks = features.tasks();
    if (tasks == null) {
      throw new ProtocolException(ErrorCode.METHOD_NOT_FOUND, "There are no tasks here.");
    }
    return tasks;
  }

  private static Completions.Question question(ObjectNode params) {
    JsonNode of = params.path("ref");
    Completions.Reference reference =
        switch (of.path("type").asString("")) {
          case "ref/prompt" -> new Completions.Reference.Prompt(of.path("name").asString(""));
          case "ref/resource" -> new Completions.Reference.Resource(of.path("uri").asString(""));
          default ->
              throw new ProtocolException(
                  ErrorCode.INVALID_PARAMS,
                  "'params.ref.type' must be 'ref/prompt' or 'ref/resource'.");
        };
    JsonNode argument = params.path("argument");
    if (!argument.path("name").isString() || !argument.path("value").isString()) {
      throw new ProtocolException(
          ErrorCode.INVALID_PARAMS, "'params.argument' must have a 'name' and a 'value', as text.");
    }
    Map<String, String> others = new TreeMap<>();
    params
        .at("/context/arguments")
        .forEachEntry((name, value) -> others.put(name, value.asString("")));
    return new Completions.Question(
        reference, argument.get("name").asString(), argument.get("value").asString(), others);
  }

  private static String text(ObjectNode params, String key) {
    JsonNode value = params.path(key);
    if (!value.isString()) {
      throw new ProtocolException(
          ErrorCode.INVALID_PARAMS, "'params." + key + "' must be given, as text.");
    }
    return value.asString();
  }

  private static ObjectNode objectOrEmpty(JsonNode value) {
    return value instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
  }

  private static ProtocolException unknown(String kind, String name, String remedy) {
    return new ProtocolException(
        ErrorCode.INVALID_PARAMS, "There is no " + kind + " '" + name + "'; " + remedy + ".");
  }

  private static ProtocolException unknownPrompt(String name, Call call) {
    call.notes().refused(Layer.CATALOGUE, "unknown_prompt");
    return unknown("prompt", name, "prompts/list names them");
  }

  private static ProtocolException unknownTask(String id, Call call) {
    call.notes().refused(Layer.TASK, "unknown_task");
    return new ProtocolException(
        ErrorCode.INVALID_PARAMS, "There is no task '" + id + "' of yours.");
  }
}
