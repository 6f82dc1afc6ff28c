package dev.sluice.telemetry;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/**
 * A sink whose lines CloudWatch Logs turns into metrics ("Embedded metric format"). What is
 * measured while a call is open becomes one line with what is logged of the call in the end;
 * outside a call each value is a line at once. Other log lines are those of {@link
 * JsonLinesTelemetry}.
 *
 * <p>Safe for use by several threads. It takes one call at a time, as Lambda gives them: of several
 * at once the totals are right, but one's values may stand under another's dimensions.
 */
public final class EmfTelemetry implements Telemetry {
  /** The namespace of all metrics. */
  public static final String NAMESPACE = "Sluice";

  /** Names of tools that an environment uses as dimension; each further one is {@link #OTHER}. */
  public static final int MOST_TOOLS = 100;

  /** What stands for a tool too many. */
  public static final String OTHER = "other";

  private static final JsonMapper JSON = JsonMapper.shared();

  /** Of most lines. */
  private static final int LINE_BYTES = 1_024;

  /** EMF's limit of values for one metric of a line. */
  private static final int MOST_VALUES = 100;

  /** Sets of metrics whose description is kept: a handful in practice. */
  private static final int MOST_DIRECTIVES = 256;

  private final PrintStream out;
  private final InstantSource clock;
  private final String version;
  private final Telemetry lines;
  private final Map<Metric, Values> values = new EnumMap<>(Metric.class);
  private final Map<Set<Metric>, String> ofCalls = new HashMap<>();
  private final Map<Set<Metric>, String> ofOthers = new HashMap<>();
  private final Set<String> tools = new HashSet<>();
  private int openCalls;

  /** What was measured of one metric since the last line. */
  private static final class Values {
    private double[] all = new double[4];
    private int count;

    void add(double value) {
      if (count == all.length) {
        all = Arrays.copyOf(all, 2 * count);
      }
      all[count++] = value;
    }
  }

  /**
   * A sink on a stream that stays the caller's.
   *
   * @param version of the function, a dimension of what is told of calls
   */
  public EmfTelemetry(PrintStream out, InstantSource clock, String version) {
    this.out = out;
    this.clock = clock;
    this.version = version;
    this.lines = new JsonLinesTelemetry(out, clock);
  }

  @Override
  public synchronized void measure(Metric metric, double value) {
    Values of = values.computeIfAbsent(metric, _ -> new Values());
    of.add(value);
    if (openCalls == 0 || of.count == MOST_VALUES) {
      write(null);
    }
  }

  @Override
  public void log(Event event, Map<Field, ?> fields) {
    if (event == Event.CALL) {
      write(fields);
    } else {
      lines.log(event, fields);
    }
  }

  @Override
  public synchronized OpenCall open() {
    openCalls++;
    return this::closeCall;
  }

  private synchronized void closeCall() {
    openCalls--;
    if (values.values().stream().anyMatch(each -> each.count > 0)) {
      write(null);
    }
  }

  /** One line: of a call where there are fields, else of values alone. */
  private synchronized void write(@Nullable Map<Field, ?> call) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(LINE_BYTES);
    try (JsonGenerator line = JSON.createGenerator(bytes)) {
      line.writeStartObject();
      line.writeObjectPropertyStart("_aws");
      line.writeNumberProperty("Timestamp", clock.millis());
      line.writeName("CloudWatchMetrics");
      line.writeRawValue(directives(call != null));
      line.writeEndObject();
      if (call != null) {
        line.writeStringProperty("event", Event.CALL.eventName());
        line.writeStringProperty("version", version);
        line.writeStringProperty(Field.TOOL.fieldName(), tool(call.get(Field.TOOL)));
        line.writeStringProperty(Field.SOURCE.fieldName(), word(call.get(Field.SOURCE)));
        line.writeStringProperty(Field.OUTCOME.fieldName(), word(call.get(Field.OUTCOME)));
        call.forEach((field, value) -> field(line, field, value));
      }
      values.forEach((metric, of) -> values(line, metric, of));
      line.writeEndObject();
    }
    bytes.write('\n');
    out.write(bytes.toByteArray(), 0, bytes.size());
    out.flush();
  }

  private static void field(JsonGenerator line, Field field, Object value) {
    switch (field) {
      case TOOL, SOURCE, OUTCOME -> {}
      default -> line.writePOJOProperty(field.fieldName(), value);
    }
  }

  private static void values(JsonGenerator line, Metric metric, Values of) {
    if (of.count == 1) {
      line.writeName(metric.metricName());
      number(line, of.all[0]);
    } else if (of.count > 1) {
      line.writeArrayPropertyStart(metric.metricName());
      for (int i = 0; i < of.count; i++) {
        number(line, of.all[i]);
      }
      line.writeEndArray();
    }
    of.count = 0;
  }

  /** Whole numbers without their fraction: half the bytes. */
  private static void number(JsonGenerator line, double value) {
    if (value == Math.rint(value)) {
      line.writeNumber((long) value);
    } else {
      line.writeNumber(Math.round(value * 1e3) / 1e3);
    }
  }

  private String tool(@Nullable Object name) {
    String word = word(name);
    if (tools.contains(word)) {
      return word;
    }
    return tools.size() < MOST_TOOLS && tools.add(word) ? word : OTHER;
  }

  /** A dimension must have a value. */
  private static String word(@Nullable Object value) {
    return value == null || value.toString().isEmpty() ? "none" : value.toString();
  }

  private String directives(boolean call) {
    EnumSet<Metric> metrics = EnumSet.noneOf(Metric.class);
    values.forEach(
        (metric, of) -> {
          if (of.count > 0) {
            metrics.add(metric);
          }
        });
    Map<Set<Metric>, String> known = call ? ofCalls : ofOthers;
    String directives = known.get(metrics);
    if (directives == null) {
      directives = EmfDirectives.of(metrics, call);
      if (known.size() < MOST_DIRECTIVES) {
        known.put(metrics, directives);
      }
    }
    return directives;
  }
}
