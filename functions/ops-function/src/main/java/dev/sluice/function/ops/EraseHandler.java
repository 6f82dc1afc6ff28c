package dev.sluice.function.ops;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.sluice.call.Deadline;
import dev.sluice.call.Environment;
import dev.sluice.function.ops.erasure.ErasureServices;
import dev.sluice.function.ops.erasure.ErasureSteps;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * The steps of erasures, one for each call of the state machine. What a step throws is the
 * invocation's error, and its class the name by which the state machine knows it.
 */
public final class EraseHandler implements RequestStreamHandler {
  /** What is kept of the time to answer. */
  private static final Duration RESERVE = Duration.ofSeconds(10);

  private static final JsonMapper JSON = JsonMapper.shared();

  private final InstantSource clock = InstantSource.system();
  private final ErasureSteps steps;

  /** Starts the function as the environment says; Lambda's client needs this constructor. */
  public EraseHandler() {
    this(Environment.ofProcess());
  }

  /** The same, told otherwise. Throws {@link IllegalArgumentException} naming what is missing. */
  public EraseHandler(Environment environment) {
    this.steps =
        new ErasureSteps(
            new ErasureServices(environment, clock, OpsTelemetry.of(environment, clock))
                .erasures());
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) {
    Deadline deadline =
        Deadline.after(Duration.ofMillis(context.getRemainingTimeInMillis()), clock)
            .reserving(RESERVE);
    JSON.writeValue(out, steps.answer(JSON.readTree(in), deadline));
  }
}
