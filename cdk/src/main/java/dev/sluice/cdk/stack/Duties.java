package dev.sluice.cdk.stack;

import dev.sluice.cdk.plan.Deployment;
import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.events.IRuleTarget;
import software.amazon.awscdk.services.events.Rule;
import software.amazon.awscdk.services.events.Schedule;
import software.amazon.awscdk.services.events.targets.LambdaFunction;
import software.amazon.awscdk.services.sqs.IQueue;
import software.constructs.Construct;

/** What is done by the clock. */
final class Duties extends Construct {
  private static final Duration SWEEP = Duration.minutes(1);

  Duties(Construct scope, String id, Deployment plan, DutyFunction sweep, IQueue deadLetters) {
    super(scope, id);
    Rule.Builder.create(this, "Sweep")
        .ruleName(plan.named("sweep"))
        .description("Sweeps tasks")
        .schedule(Schedule.rate(SWEEP))
        .targets(List.of(target(sweep, deadLetters)))
        .build();
  }

  /** Not tried again: the next event does the same, and is there within a minute. */
  private static IRuleTarget target(DutyFunction function, IQueue deadLetters) {
    return LambdaFunction.Builder.create(function.live())
        .deadLetterQueue(deadLetters)
        .maxEventAge(SWEEP)
        .retryAttempts(0)
        .build();
  }
}
