package dev.sluice.states;

import java.time.Instant;
import java.util.Map;

/**
 * Something that happened in an execution, by the name that Step Functions has for it.
 *
 * @param id from 1
 * @param type such as {@code TaskStateEntered}
 * @param details what is known of it, by name; JSON stands as text
 */
public record HistoryEvent(int id, Instant at, String type, Map<String, String> details) {
  public HistoryEvent {
    details = Map.copyOf(details);
  }
}
