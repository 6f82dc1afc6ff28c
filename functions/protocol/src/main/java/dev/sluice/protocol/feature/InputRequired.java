package dev.sluice.protocol.feature;

import dev.sluice.protocol.wire.InputRequest;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A handler needs something from the client's side first. The client asks again, with the answers
 * and the state (MCP 2026-07-28, "Multi Round-Trip Requests").
 *
 * @param requests what is needed, each under a key of its own; at least one
 * @param state what the handler wants to find again; it is authenticated, not encrypted, so it
 *     holds no secret. Null for none
 */
public record InputRequired(Map<String, InputRequest> requests, @Nullable String state)
    implements ToolOutcome, PromptOutcome, ReadOutcome {

  /** Copies the map. */
  public InputRequired {
    requests = new TreeMap<>(requests);
  }
}
