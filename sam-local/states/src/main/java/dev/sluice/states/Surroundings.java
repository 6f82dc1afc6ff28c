package dev.sluice.states;

import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What all states of one execution share.
 *
 * @param jitter draws from 0 to 1
 */
record Surroundings(
    String executionArn,
    String executionName,
    Functions functions,
    TaskTokens tokens,
    History history,
    DoubleSupplier jitter) {

  /** The context object of a state. */
  ObjectNode context(String state, int retryCount, @Nullable JsonNode item) {
    ObjectNode context = Payloads.JSON.createObjectNode();
    context.putObject("Execution").put("Id", executionArn).put("Name", executionName);
    context.putObject("State").put("Name", state).put("RetryCount", retryCount);
    if (item != null) {
      context.putObject("Map").set("Item", item);
    }
    return context;
  }
}
