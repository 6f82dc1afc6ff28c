package dev.sluice.protocol.operation;

import dev.sluice.call.Call;
import dev.sluice.protocol.ErrorCode;
import dev.sluice.protocol.ProtocolException;
import dev.sluice.protocol.feature.Exchange;
import dev.sluice.protocol.feature.LogLevel;
import dev.sluice.protocol.wire.Notification;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The exchange of one request. What is told ahead of the answer is kept, to go out before it in the
 * same body: nothing streams out of Lambda. Used by one thread.
 */
public final class RequestExchange implements Exchange {
  /** What a client would ever read of one call. */
  static final int MAX_NOTIFICATIONS = 1_000;

  private final Call call;
  private final Client client;
  private final ObjectNode inputs;
  private final @Nullable String state;
  private final List<Notification> notifications = new ArrayList<>();

  /**
   * What is known of the client.
   *
   * @param capabilities as it declared them
   * @param progressToken under which it wants to hear how far we are; null when it does not
   * @param logLevel from which on it wants to hear our log; null when it does not
   */
  public record Client(
      ObjectNode capabilities, @Nullable JsonNode progressToken, @Nullable LogLevel logLevel) {}

  /**
   * An exchange.
   *
   * @param inputs the client's answers, by the keys of what was asked
   * @param state what was given with the questions, known to be ours; null for none
   */
  public RequestExchange(Call call, Client client, ObjectNode inputs, @Nullable String state) {
    this.call = call;
    this.client = client;
    this.inputs = inputs;
    this.state = state;
  }

  /** What was told ahead of the answer, in order. */
  public List<Notification> notifications() {
    return List.copyOf(notifications);
  }

  @Override
  public Call call() {
    return call;
  }

  @Override
  public boolean clientHas(String capability) {
    return client.capabilities().hasNonNull(capability);
  }

  @Override
  public boolean clientHasExtension(String extension) {
    return client.capabilities().path("extensions").hasNonNull(extension);
  }

  @Override
  public void requireClient(String capability) {
    if (!clientHas(capability)) {
      ObjectNode required = JsonNodeFactory.instance.objectNode();
      required.putObject(capability);
      throw missing("capability", capability, required);
    }
  }

  @Override
  public void requireClientExtension(String extension) {
    if (!clientHasExtension(extension)) {
      ObjectNode required = JsonNodeFactory.instance.objectNode();
      required.putObject("extensions").putObject(extension);
      throw missing("extension", extension, required);
    }
  }

  @Override
  public Optional<ObjectNode> input(String key) {
    return inputs.get(key) instanceof ObjectNode given ? Optional.of(given) : Optional.empty();
  }

  @Override
  public Optional<String> state() {
    return Optional.ofNullable(state);
  }

  @Override
  public void progress(double done, @Nullable Double total, @Nullable String message) {
    if (client.progressToken() == null) {
      return;
    }
    ObjectNode params = JsonNodeFactory.instance.objectNode();
    params.set("progressToken", client.progressToken());
    params.put("progress", done);
    if (total != null) {
      params.put("total", total);
    }
    if (message != null) {
      params.put("message", message);
    }
    tell("notifications/progress", params);
  }

  @Override
  public void log(LogLevel level, JsonNode data) {
    if (client.logLevel() == null || level.compareTo(client.logLevel()) < 0) {
      return;
    }
    ObjectNode params = JsonNodeFactory.instance.objectNode().put("level", level.wireName());
    params.set("data", data);
    tell("notifications/message", params);
  }

  private static ProtocolException missing(String kind, String name, ObjectNode required) {
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.set("requiredCapabilities", required);
    return new ProtocolException(
        ErrorCode.MISSING_CAPABILITY,
        "This needs a client with the " + kind + " '" + name + "'.",
        data);
  }

  private void tell(String method, ObjectNode params) {
    if (notifications.size() < MAX_NOTIFICATIONS) {
      notifications.add(Notification.of(method, params));
    }
  }
}
