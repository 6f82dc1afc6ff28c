package dev.sluice.function.ops;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.sluice.call.Deadline;
import dev.sluice.call.Environment;
import dev.sluice.catalog.Catalog;
import dev.sluice.function.ops.probe.Door;
import dev.sluice.function.ops.probe.Probe;
import dev.sluice.function.ops.version.LambdaVersion;
import dev.sluice.function.ops.version.Question;
import dev.sluice.task.aws.AwsAccess;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * Looks at what is deployed, for one minute with each event of the scheduler that calls it:
 * whatever the event says. {@code SLUICE_PROBE_URL} is the URL that clients are given, {@code
 * SLUICE_PROBE_FUNCTION} the alias that has the traffic. Answers what it saw.
 */
public final class ProbeHandler implements RequestStreamHandler {
  /** As whom tools are asked: it shows in the audit trail. */
  private static final String ASKER = "sluice-probe";

  /** What is kept of the time to answer. */
  private static final Duration RESERVE = Duration.ofSeconds(2);

  private final InstantSource clock = InstantSource.system();
  private final Probe probe;

  /** Starts the function as the environment says; Lambda's client needs this constructor. */
  public ProbeHandler() {
    this(Environment.ofProcess());
  }

  /** The same, told otherwise. Throws {@link IllegalArgumentException} naming what is missing. */
  public ProbeHandler(Environment environment) {
    this.probe =
        new Probe(
            new Door(URI.create(environment.required("SLUICE_PROBE_URL"))),
            Question.examples(Catalog.read(CatalogFolder.of(environment)), ASKER),
            new LambdaVersion(
                AwsAccess.of(environment, "AWS_ENDPOINT_URL_LAMBDA"),
                environment.required("SLUICE_PROBE_FUNCTION")),
            clock,
            Thread::sleep,
            OpsTelemetry.of(environment, clock));
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) {
    Deadline deadline =
        Deadline.after(Duration.ofMillis(context.getRemainingTimeInMillis()), clock)
            .reserving(RESERVE);
    try {
      JsonMapper.shared().writeValue(out, probe.look(deadline));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the look was interrupted", e);
    }
  }
}
