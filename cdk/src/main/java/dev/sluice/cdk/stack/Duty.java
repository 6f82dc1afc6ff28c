package dev.sluice.cdk.stack;

import software.amazon.awscdk.Duration;

/**
 * What one function is for.
 *
 * @param id its construct's
 * @param name the last part of its name
 * @param module whose deployment zip it is of
 * @param handler the class in it
 * @param timeout shorter than that of whoever calls it
 * @param why told beside its name
 */
record Duty(String id, String name, String module, String handler, Duration timeout, String why) {
  private static final String PACKAGE = "dev.sluice.function.";

  /** API Gateway waits 29 s. */
  static final Duty MCP =
      new Duty(
          "Mcp",
          "mcp",
          "mcp-function",
          PACKAGE + "mcp.McpHandler",
          Duration.seconds(28),
          "Answers MCP");

  /** Reads an issuer's keys within 2 s; a call waits for it. */
  static final Duty AUTHORIZER =
      new Duty(
          "Authorizer",
          "authorizer",
          "authorizer-function",
          PACKAGE + "authorizer.AuthorizerHandler",
          Duration.seconds(10),
          "Says who calls");

  /** The state machine waits 870 s for the longest step. */
  static final Duty TASK =
      new Duty(
          "Task",
          "task",
          "task-function",
          PACKAGE + "task.TaskHandler",
          Duration.seconds(865),
          "Does the steps of tasks");

  /** The next sweep comes after 60 s. */
  static final Duty SWEEP =
      new Duty(
          "Sweep",
          "sweep",
          "ops-function",
          PACKAGE + "ops.SweepHandler",
          Duration.seconds(50),
          "Sweeps tasks");
}
