package dev.sluice.protocol.feature;

import dev.sluice.call.Call;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One request, as its handler sees it: who asks, what the client can do, what it was asked before,
 * and the way to tell it something ahead of the answer. For one request, used by one thread.
 */
public interface Exchange {

  /** Who asks, until when, under which reference. */
  Call call();

  /** Whether the client declared a capability, such as {@code elicitation}. */
  boolean clientHas(String capability);

  /** Whether the client declared an extension, such as {@code io.modelcontextprotocol/tasks}. */
  boolean clientHasExtension(String extension);

  /**
   * Goes on only when the client declared a capability.
   *
   * @throws dev.sluice.protocol.ProtocolException naming the capability that is missing
   */
  void requireClient(String capability);

  /**
   * Goes on only when the client declared an extension.
   *
   * @throws dev.sluice.protocol.ProtocolException naming the extension that is missing
   */
  void requireClientExtension(String extension);

  /** The client's answer to what {@link InputRequired} asked for under a key. */
  Optional<ObjectNode> input(String key);

  /** The state of the {@link InputRequired} that this request answers; it is the one we gave. */
  Optional<String> state();

  /**
   * Tells how far it is, if the client wants to know.
   *
   * @param done grows with every call
   * @param total null when it is not known
   * @param message null for none
   */
  void progress(double done, @Nullable Double total, @Nullable String message);

  /** Tells the client's log, if it wants to hear that much. */
  void log(LogLevel level, JsonNode data);
}
