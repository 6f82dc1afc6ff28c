package dev.sluice.cdk.plan;

/**
 * How much of what is there at most. What is reserved bounds connections, and is taken from what
 * the account's other functions may use.
 *
 * @param mcpMemoryMiB of the function that answers; its share of a processor goes by it
 * @param mcpReserved how many of it at once
 * @param authorizerReserved how many authorizers at once: more than that, since each call needs one
 * @param taskReserved how many steps of tasks at once
 * @param connectionsPerKind of one environment of a function, to one server, for one kind of
 *     statement
 * @param cacheGibibytes what the cache holds at most
 * @param requestsPerSecond that the API takes in all
 */
public record Sizes(
    int mcpMemoryMiB,
    int mcpReserved,
    int authorizerReserved,
    int taskReserved,
    int connectionsPerKind,
    int cacheGibibytes,
    int requestsPerSecond) {
  /** Declared and ad-hoc statements never share a connection. */
  private static final int KINDS = 2;

  /** The most connections that all functions together hold to one server. */
  public int mostConnections() {
    return (mcpReserved + taskReserved) * connectionsPerKind * KINDS;
  }
}
