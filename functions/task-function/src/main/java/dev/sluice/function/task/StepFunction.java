package dev.sluice.function.task;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.sluice.call.Deadline;
import dev.sluice.task.step.StepCalls;
import dev.sluice.telemetry.CallScope;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Steps behind Lambda's interface. What a step throws is the invocation's error, and its class the
 * name by which a state machine knows it. A problem on the way is told under the id that Lambda
 * gave the invocation. Safe for use by several threads.
 */
public final class StepFunction implements RequestStreamHandler {
  /** What is kept of the time to answer. */
  private static final Duration RESERVE = Duration.ofSeconds(2);

  private static final JsonMapper JSON = JsonMapper.shared();

  private final StepCalls steps;
  private final InstantSource clock;

  /** In front of steps. */
  public StepFunction(StepCalls steps, InstantSource clock) {
    this.steps = steps;
    this.clock = clock;
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    JsonNode input = JSON.readTree(in);
    Deadline deadline =
        Deadline.after(Duration.ofMillis(context.getRemainingTimeInMillis()), clock)
            .reserving(RESERVE);
    CallScope scope = CallScope.of(context.getAwsRequestId(), null, clock.instant());
    JSON.writeValue(out, scope.run(() -> steps.answer(input, deadline)));
  }
}
