package dev.sluice.protocol.feature;

import dev.sluice.call.Layer;
import dev.sluice.protocol.wire.ToolDescriptor;
import dev.sluice.protocol.wire.WrittenJson;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A tool: what is said of it, and what it does. Safe for use by several threads. */
public final class Tool {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final ToolDescriptor descriptor;
  private final WrittenJson listing;
  private final ArgumentSchema schema;
  private final List<HeaderParameter> headerParameters;
  private final Handler handler;

  /** Null where nothing stands before the handler. */
  private final @Nullable Turnstile turnstile;

  private Tool(ToolDescriptor descriptor, Handler handler) {
    this.descriptor = descriptor;
    this.listing = new WrittenJson(JSON.writeValueAsString(descriptor));
    this.schema = ArgumentSchema.compile(descriptor.inputSchema());
    this.headerParameters = HeaderParameter.of(descriptor.inputSchema());
    this.handler = handler;
    this.turnstile = null;
  }

  private Tool(Tool tool, Turnstile turnstile) {
    this.descriptor = tool.descriptor;
    this.listing = tool.listing;
    this.schema = tool.schema;
    this.headerParameters = tool.headerParameters;
    this.handler = tool.handler;
    this.turnstile = turnstile;
  }

  /** What each call passes, before its arguments are looked at. */
  @FunctionalInterface
  public interface Turnstile {

    /**
     * Lets a call pass, or does not.
     *
     * @param work what the call is about: its arguments are checked, and the handler is asked
     * @throws ToolException when the call may not pass
     */
    ToolOutcome pass(Exchange exchange, Supplier<ToolOutcome> work);
  }

  /** The same tool, behind a turnstile. */
  public Tool behind(Turnstile before) {
    return new Tool(this, before);
  }

  /** What a tool does with arguments that fit its schema. Safe for use by several threads. */
  @FunctionalInterface
  public interface Handler {

    /**
     * Does it.
     *
     * @param arguments not to be changed
     * @throws ToolException when it cannot be done
     */
    ToolOutcome call(ObjectNode arguments, Exchange exchange);
  }

  /**
   * Prepares a tool: what can be done once is done here.
   *
   * @throws IllegalArgumentException saying what is wrong with its input schema
   */
  public static Tool of(ToolDescriptor descriptor, Handler handler) {
    return new Tool(descriptor, handler);
  }

  /** What is said of it. */
  public ToolDescriptor descriptor() {
    return descriptor;
  }

  /** The same as {@code tools/list} shows it, written once: clients ask for it again and again. */
  public WrittenJson listing() {
    return listing;
  }

  /** The arguments that a client repeats in headers. */
  public List<HeaderParameter> headerParameters() {
    return headerParameters;
  }

  /**
   * Passes arguments that fit the schema.
   *
   * @throws ToolException naming each argument that does not, and what it must be
   */
  public void check(ObjectNode arguments) {
    schema.check(arguments);
  }

  /**
   * Calls the tool. An argument that is null and must not be counts as left out.
   *
   * @throws ToolException when the arguments do not fit, or it cannot do its work
   */
  public ToolOutcome call(ObjectNode arguments, Exchange exchange) {
    return turnstile == null
        ? handle(arguments, exchange)
        : turnstile.pass(exchange, () -> handle(arguments, exchange));
  }

  private ToolOutcome handle(ObjectNode arguments, Exchange exchange) {
    ObjectNode fitting;
    try {
      fitting = fitting(arguments);
    } catch (ToolException e) {
      exchange.call().notes().refused(Layer.ARGUMENTS, "invalid_arguments");
      throw e;
    }
    return handler.call(fitting, exchange);
  }

  /** Many a model says null where it means to leave an argument out. */
  private ObjectNode fitting(ObjectNode arguments) {
    try {
      check(arguments);
      return arguments;
    } catch (ToolException e) {
      ObjectNode given = arguments.deepCopy();
      given.removeIf(JsonNode::isNull);
      if (given.size() == arguments.size()) {
        throw e;
      }
      check(given);
      return given;
    }
  }
}
