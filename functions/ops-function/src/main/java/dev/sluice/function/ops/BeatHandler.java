package dev.sluice.function.ops;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.sluice.call.Environment;
import dev.sluice.telemetry.Metric;
import dev.sluice.telemetry.Telemetry;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Subscribes to the topic of pages, and counts what comes by it: the clock sends a message each
 * minute, so that silence means that no page would arrive either. Answers how many there were.
 */
public final class BeatHandler implements RequestStreamHandler {
  private final Telemetry telemetry;

  /** Starts the function as the environment says; Lambda's client needs this constructor. */
  public BeatHandler() {
    this(OpsTelemetry.of(Environment.ofProcess(), InstantSource.system()));
  }

  BeatHandler(Telemetry telemetry) {
    this.telemetry = telemetry;
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) {
    count(in, out);
  }

  void count(InputStream in, OutputStream out) {
    JsonNode event = JsonMapper.shared().readTree(in);
    int beats = 0;
    for (JsonNode each : event.path("Records")) {
      if (each.path("EventSource").asString("").equals("aws:sns")) {
        beats++;
      }
    }
    telemetry.measure(Metric.PAGE_PATH_BEATS, beats);
    JsonMapper.shared().writeValue(out, Map.of("beats", beats));
  }
}
