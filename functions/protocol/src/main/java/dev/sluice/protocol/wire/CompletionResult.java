package dev.sluice.protocol.wire;

import java.util.List;

/**
 * Values that may be meant.
 *
 * @param completion the values
 */
public record CompletionResult(Completion completion) {

  /**
   * The values.
   *
   * @param values best first
   * @param total how many there are in all
   * @param hasMore whether there are more than are shown
   */
  public record Completion(List<String> values, int total, boolean hasMore) {}
}
