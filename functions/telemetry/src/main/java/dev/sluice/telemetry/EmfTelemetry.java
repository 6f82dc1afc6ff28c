package dev.sluice.telemetry;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/**
 * A sink whose values CloudWatch Logs turns into metrics of a second's resolution: the embedded
 * metric format, a line for each value, without dimensions. Log lines and spans are those of {@link
 * JsonLinesTelemetry}.
 *
 * <p>Safe for use by several threads: a line is one write.
 */
public final class EmfTelemetry implements Telemetry {
  /** The namespace of all metrics. */
  public static final String NAMESPACE = "Sluice";

  private static final JsonMapper JSON = JsonMapper.shared();

  /** Of most lines. */
  private static final int LINE_BYTES = 256;

  /** Seconds; alarms with periods under a minute want it ("Embedded metric format"). */
  private static final int STORAGE_RESOLUTION = 1;

  private final PrintStream out;
  private final InstantSource clock;
  private final Telemetry lines;

  /** A sink on a stream that stays the caller's. */
  public EmfTelemetry(PrintStream out, InstantSource clock) {
    this.out = out;
    this.clock = clock;
    this.lines = new JsonLinesTelemetry(out, clock);
  }

  @Override
  public void measure(Metric metric, double value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(LINE_BYTES);
    try (JsonGenerator line = JSON.createGenerator(bytes)) {
      line.writeStartObject();
      line.writeObjectPropertyStart("_aws");
      line.writeNumberProperty("Timestamp", clock.millis());
      line.writeArrayPropertyStart("CloudWatchMetrics");
      line.writeStartObject();
      line.writeStringProperty("Namespace", NAMESPACE);
      line.writeArrayPropertyStart("Dimensions");
      line.writeStartArray();
      line.writeEndArray();
      line.writeEndArray();
      line.writeArrayPropertyStart("Metrics");
      line.writeStartObject();
      line.writeStringProperty("Name", metric.metricName());
      line.writeStringProperty("Unit", unit(metric));
      line.writeNumberProperty("StorageResolution", STORAGE_RESOLUTION);
      line.writeEndObject();
      line.writeEndArray();
      line.writeEndObject();
      line.writeEndArray();
      line.writeEndObject();
      line.writeNumberProperty(metric.metricName(), value);
      line.writeEndObject();
    }
    bytes.write('\n');
    out.write(bytes.toByteArray(), 0, bytes.size());
    out.flush();
  }

  @Override
  public void log(Event event, Map<Field, ?> fields) {
    lines.log(event, fields);
  }

  @Override
  public OpenSpan open(Span span) {
    return lines.open(span);
  }

  private static String unit(Metric metric) {
    String name = metric.metricName();
    return switch (name.substring(name.lastIndexOf('_') + 1)) {
      case "milliseconds" -> "Milliseconds";
      case "bytes" -> "Bytes";
      default -> "Count";
    };
  }
}
