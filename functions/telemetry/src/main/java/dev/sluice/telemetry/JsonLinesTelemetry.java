package dev.sluice.telemetry;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/**
 * A sink that prints one JSON object a line, as CloudWatch Logs and people with {@code jq} read it.
 *
 * <p>Safe for use by several threads: a line is one write.
 */
public final class JsonLinesTelemetry implements Telemetry {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** Of most lines. */
  private static final int LINE_BYTES = 256;

  private final PrintStream out;
  private final InstantSource clock;

  /** A sink on a stream that stays the caller's. */
  public JsonLinesTelemetry(PrintStream out, InstantSource clock) {
    this.out = out;
    this.clock = clock;
  }

  @Override
  public void measure(Metric metric, double value) {
    write(
        line -> {
          line.writeStringProperty("metric", metric.metricName());
          line.writeNumberProperty("value", value);
        });
  }

  @Override
  public void log(Event event, Map<Field, ?> fields) {
    write(
        line -> {
          line.writeStringProperty("event", event.eventName());
          CallScope.placed(event, fields)
              .forEach((field, value) -> line.writePOJOProperty(field.fieldName(), value));
        });
  }

  @Override
  public OpenCall open() {
    return () -> {};
  }

  private void write(Consumer<JsonGenerator> fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(LINE_BYTES);
    try (JsonGenerator line = JSON.createGenerator(bytes)) {
      line.writeStartObject();
      line.writeStringProperty("at", clock.instant().toString());
      fields.accept(line);
      line.writeEndObject();
    }
    bytes.write('\n');
    out.write(bytes.toByteArray(), 0, bytes.size());
    out.flush();
  }
}
