package dev.sluice.cdk.plan;

/** Who is told when something is wrong. */
public sealed interface Watch {

  /**
   * Nobody but by the budget's mail: there is no probe, and there are no alarms, topics and
   * dashboards.
   */
  record Nobody() implements Watch {}

  /**
   * Whoever is on call, by PagerDuty.
   *
   * @param runbooks the address of the folder of runbooks, without a slash at its end: what a page
   *     links
   */
  record OnCall(String runbooks) implements Watch {}
}
