package dev.sluice.conformance;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.sluice.call.Environment;
import dev.sluice.function.task.StepFunction;
import dev.sluice.task.aws.TaskServices;
import dev.sluice.task.aws.TaskSettings;
import dev.sluice.task.step.StepCalls;
import dev.sluice.task.step.Steps;
import dev.sluice.telemetry.Telemetry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.InstantSource;

/**
 * The task-function with the work of fixtures: all of it but the statement is what is deployed.
 * Runs in a process of its own, beside the deployment package.
 */
public final class FixtureTaskHandler implements RequestStreamHandler {
  private final StepFunction function;

  /** Starts the function; Lambda's client needs this constructor. */
  public FixtureTaskHandler() {
    InstantSource clock = InstantSource.system();
    TaskServices tasks =
        TaskServices.of(
            TaskSettings.required(Environment.ofProcess()), clock, Telemetry.discarding());
    FixtureRunner fixtures = new FixtureRunner();
    this.function =
        new StepFunction(
            new StepCalls(
                new Steps(
                    tasks.book(), tasks.executions(), fixtures, fixtures, Telemetry.discarding())),
            clock);
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    function.handleRequest(in, out, context);
  }
}
