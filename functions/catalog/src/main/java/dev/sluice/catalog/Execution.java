package dev.sluice.catalog;

/** How a tool's statement runs. */
public enum Execution {
  /** Within the call. */
  SYNC,
  /** As a durable task. */
  TASK,
  /** As the cost that is known for the statement suggests. */
  AUTO
}
