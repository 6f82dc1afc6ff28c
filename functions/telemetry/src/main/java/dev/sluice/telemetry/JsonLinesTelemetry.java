package dev.sluice.telemetry;

import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A sink that prints one JSON object a line, as CloudWatch Logs and people with {@code jq} read it.
 *
 * <p>Safe for use by several threads: a line is one call of {@link PrintStream#println(String)}.
 */
public final class JsonLinesTelemetry implements Telemetry {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final PrintStream out;
  private final InstantSource clock;

  /** A sink on a stream that stays the caller's. */
  public JsonLinesTelemetry(PrintStream out, InstantSource clock) {
    this.out = out;
    this.clock = clock;
  }

  @Override
  public void measure(Metric metric, double value) {
    ObjectNode line = line();
    line.put("metric", metric.metricName());
    line.put("value", value);
    out.println(JSON.writeValueAsString(line));
  }

  @Override
  public void log(Event event, Map<Field, ?> fields) {
    ObjectNode line = line();
    line.put("event", event.eventName());
    fields.forEach((field, value) -> line.putPOJO(field.fieldName(), value));
    out.println(JSON.writeValueAsString(line));
  }

  @Override
  public OpenSpan open(Span span) {
    long startNanos = System.nanoTime();
    return () -> {
      ObjectNode line = line();
      line.put("span", span.spanName());
      line.put("took_microseconds", (System.nanoTime() - startNanos) / 1000);
      out.println(JSON.writeValueAsString(line));
    };
  }

  private ObjectNode line() {
    return JSON.createObjectNode().put("at", clock.instant().toString());
  }
}
