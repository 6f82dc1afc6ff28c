package dev.sluice.cdk.stack;

import dev.sluice.cdk.plan.Deployment;
import java.util.List;
import java.util.stream.Stream;
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

  /**
   * The shortest state that calls it waits 300 s; what is not done then goes on in the next call.
   */
  static final Duty ERASE =
      new Duty(
          "Erase",
          "erase",
          "ops-function",
          PACKAGE + "ops.EraseHandler",
          Duration.seconds(290),
          "Does the steps of erasures");

  /** A hundred tags at 2 s each are an outage: the event comes again. */
  static final Duty INVALIDATE =
      new Duty(
          "Invalidate",
          "invalidate",
          "ops-function",
          PACKAGE + "ops.InvalidateHandler",
          Duration.seconds(60),
          "Throws kept answers away");

  /** The next probe comes after 60 s. */
  static final Duty PROBE =
      new Duty(
          "Probe",
          "probe",
          "ops-function",
          PACKAGE + "ops.ProbeHandler",
          Duration.seconds(58),
          "Looks at what is deployed");

  /** The next message comes after 60 s. */
  static final Duty BEAT =
      new Duty(
          "Beat",
          "beat",
          "ops-function",
          PACKAGE + "ops.BeatHandler",
          Duration.seconds(30),
          "Counts what comes by the topic of pages");

  /** CodeDeploy waits an hour. */
  static final Duty CHECK =
      new Duty(
          "Check",
          "check",
          "ops-function",
          PACKAGE + "ops.CheckHandler",
          Duration.seconds(600),
          "Checks a version before it has traffic");

  private static final List<Duty> EVERYWHERE =
      List.of(MCP, AUTHORIZER, TASK, SWEEP, ERASE, INVALIDATE, PROBE, CHECK);

  /** Those of an environment. */
  static List<Duty> of(Deployment plan) {
    return plan.watched()
        ? Stream.concat(EVERYWHERE.stream(), Stream.of(BEAT)).toList()
        : EVERYWHERE;
  }

  /**
   * Whether it has versions and an alias of its own. CodeDeploy calls a check by its plain name,
   * and its version must be that of the release which it checks.
   */
  boolean released() {
    return !name.equals("check");
  }
}
