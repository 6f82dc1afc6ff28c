package dev.sluice.cdk.stack;

import dev.sluice.alarms.MetricAlarm;
import dev.sluice.cdk.plan.Deployment;

/**
 * Thresholds that are shares of what an environment has. Their figures in {@code alarms/set} are
 * those of prod; all others are the same everywhere.
 */
final class Limits {
  /** What the alarms say: 80%. */
  private static final double SHARE = 0.8;

  private Limits() {}

  /** The threshold of an alarm, in its own unit. */
  static double threshold(MetricAlarm alarm, Deployment plan) {
    return switch (alarm.name()) {
      case "connections-high" -> Math.floor(SHARE * plan.database().maxConnections());
      case "concurrency-high" -> Math.floor(SHARE * plan.sizes().mcpReserved());
      case "spend-high" -> plan.monthlyBudgetUsd();
      default -> alarm.threshold();
    };
  }
}
