package dev.sluice.cdk.stack;

import dev.sluice.cdk.plan.Deployment;
import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.events.EventPattern;
import software.amazon.awscdk.services.events.Rule;
import software.amazon.awscdk.services.events.Schedule;
import software.amazon.awscdk.services.events.targets.LambdaFunction;
import software.amazon.awscdk.services.sqs.IQueue;
import software.constructs.Construct;

/** What is done by the clock, and what an event asks for. */
final class Duties extends Construct {
  private static final Duration MINUTE = Duration.minutes(1);

  /** Data that changed an hour ago is no news: answers are kept for a quarter of that. */
  private static final Duration NEWS_LASTS = Duration.hours(1);

  private static final int RETRIES = 20;

  /** Who says that data has changed, and as what. */
  static final String SOURCE = "sluice";

  static final String CHANGED = "Data changed";

  Duties(
      Construct scope,
      String id,
      Deployment plan,
      IQueue deadLetters,
      DutyFunction sweep,
      DutyFunction probe,
      DutyFunction invalidate) {
    super(scope, id);
    each("Sweep", plan, sweep, deadLetters);
    if (plan.watched()) {
      each("Probe", plan, probe, deadLetters);
    }
    Rule.Builder.create(this, "Invalidate")
        .ruleName(plan.named(invalidate.duty().name()))
        .description(invalidate.duty().why())
        .eventPattern(
            EventPattern.builder().source(List.of(SOURCE)).detailType(List.of(CHANGED)).build())
        .targets(
            List.of(
                LambdaFunction.Builder.create(invalidate.live())
                    .deadLetterQueue(deadLetters)
                    .maxEventAge(NEWS_LASTS)
                    .retryAttempts(RETRIES)
                    .build()))
        .build();
  }

  /** Not tried again: the next event does the same, and is there within a minute. */
  private void each(String id, Deployment plan, DutyFunction function, IQueue deadLetters) {
    Rule.Builder.create(this, id)
        .ruleName(plan.named(function.duty().name()))
        .description(function.duty().why())
        .schedule(Schedule.rate(MINUTE))
        .targets(
            List.of(
                LambdaFunction.Builder.create(function.live())
                    .deadLetterQueue(deadLetters)
                    .maxEventAge(MINUTE)
                    .retryAttempts(0)
                    .build()))
        .build();
  }
}
