package dev.sluice.states.cases;

import tools.jackson.databind.JsonNode;

/**
 * A function that was called.
 *
 * @param atSeconds since the execution began
 * @param payload what it was called with; a task's token stands there as {@value #TOKEN}
 */
public record Call(long atSeconds, JsonNode payload) {
  /** What stands for a token, which is another each time. */
  public static final String TOKEN = "<token>";
}
