package dev.sluice.cdk.stack;

import dev.sluice.alarms.AlarmSet;
import dev.sluice.cdk.plan.Deployment;
import dev.sluice.cdk.plan.Release;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * CloudFormation's rollback configuration of the stack that releases change: alarms that take the
 * whole update back while they are watched. It is no part of a template: whoever updates the stack
 * hands it over once, and later updates keep it (CloudFormation, UpdateStack).
 */
public final class RollbackTriggers {
  /** CloudFormation's own bound. */
  static final int MOST = 5;

  /** The file beside the templates. */
  public static final String FILE = "rollback-triggers.json";

  /** As long again as the canary, and long enough for an alarm over two minutes. */
  private static final int LEAST_MINUTES = 10;

  private RollbackTriggers() {}

  /**
   * As {@code aws cloudformation update-stack --rollback-configuration} takes it; without triggers
   * where there are no alarms.
   */
  public static String json(Deployment plan, AlarmSet set) {
    ObjectNode configuration = JsonMapper.shared().createObjectNode();
    ArrayNode triggers = configuration.putArray("RollbackTriggers");
    List<String> names =
        Alarms.watchedAfterwards(plan, set).stream()
            .map(alarm -> plan.named(alarm.name()))
            .toList();
    if (names.size() > MOST) {
      throw new IllegalStateException(names.size() + " rollback triggers, not " + MOST);
    }
    for (String name : names) {
      triggers
          .addObject()
          .put(
              "Arn",
              "arn:aws:cloudwatch:"
                  + plan.place().region()
                  + ":"
                  + plan.place().account()
                  + ":alarm:"
                  + name)
          .put("Type", "AWS::CloudWatch::Alarm");
    }
    configuration.put("MonitoringTimeInMinutes", names.isEmpty() ? 0 : minutes(plan));
    return configuration.toPrettyString() + "\n";
  }

  private static int minutes(Deployment plan) {
    return switch (plan.release()) {
      case Release.AllAtOnce _ -> LEAST_MINUTES;
      case Release.Canary canary -> Math.max(LEAST_MINUTES, canary.minutes());
    };
  }
}
