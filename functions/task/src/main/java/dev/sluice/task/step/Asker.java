package dev.sluice.task.step;

import dev.sluice.task.Task;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What tasks ask their owners before they run. Implementations are safe for use by several threads.
 */
@FunctionalInterface
public interface Asker {

  /** Asks nothing. */
  Asker NONE = _ -> Map.of();

  /**
   * What a task still needs to know, by key, in MCP's form; empty for nothing. What its answers
   * hold is not asked again. The same task gives the same, however often it is asked.
   */
  Map<String, JsonNode> requests(Task task);
}
