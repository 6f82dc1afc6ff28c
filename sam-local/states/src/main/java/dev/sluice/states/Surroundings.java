package dev.sluice.states;

import java.util.function.DoubleSupplier;
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
  ObjectNode context(String state, int retryCount) {
    ObjectNode context = Payloads.JSON.createObjectNode();
    context.putObject("Execution").put("Id", executionArn).put("Name", executionName);
    context.putObject("State").put("Name", state).put("RetryCount", retryCount);
    return context;
  }
}
