package dev.sluice.function.ops;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.sluice.call.Deadline;
import dev.sluice.call.Environment;
import dev.sluice.task.Sweeper;
import dev.sluice.task.aws.TaskServices;
import dev.sluice.task.aws.TaskSettings;
import dev.sluice.task.result.StoredResults;
import dev.sluice.telemetry.Telemetry;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sweeps tasks, once for each event of the scheduler that calls it: whatever the event says.
 * Answers what it did.
 */
public final class SweepHandler implements RequestStreamHandler {
  /** What is kept of the time to answer. */
  private static final Duration RESERVE = Duration.ofSeconds(2);

  private final InstantSource clock = InstantSource.system();
  private final Sweeper sweeper;

  /** Starts the function as the environment says; Lambda's client needs this constructor. */
  public SweepHandler() {
    this(Environment.ofProcess());
  }

  /** The same, told otherwise. Throws {@link IllegalArgumentException} naming what is missing. */
  public SweepHandler(Environment environment) {
    Telemetry telemetry = OpsTelemetry.of(environment, clock);
    TaskServices tasks = TaskServices.of(TaskSettings.required(environment), clock, telemetry);
    this.sweeper =
        new Sweeper(
            tasks.store(),
            tasks.book(),
            tasks.executions(),
            new StoredResults(tasks.results()),
            telemetry);
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) {
    Deadline deadline =
        Deadline.after(Duration.ofMillis(context.getRemainingTimeInMillis()), clock)
            .reserving(RESERVE);
    JsonMapper.shared().writeValue(out, sweeper.sweep(deadline));
  }
}
