package dev.sluice.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TelemetryTest {
  @Test
  void metricName_everyMetric_isUniqueAndEndsInItsUnit() {
    assertThat(Arrays.stream(Metric.values()).map(Metric::metricName))
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("[a-z_]+_(count|milliseconds|bytes)"));
  }

  @Test
  void recording_valuesAndLinesAndSpans_areKeptInOrder() {
    RecordingTelemetry telemetry = new RecordingTelemetry();
    telemetry.measure(Metric.ROWS, 3);
    telemetry.measure(Metric.ROWS, 4);
    telemetry.log(Event.CALL, Map.of(Field.TOOL, "customer_orders"));
    telemetry.open(Span.STATEMENT).close();
    assertThat(telemetry.sum(Metric.ROWS)).isEqualTo(7);
    assertThat(telemetry.sum(Metric.CALLS)).isZero();
    assertThat(telemetry.lines())
        .containsExactly(
            new RecordingTelemetry.Line(Event.CALL, Map.of(Field.TOOL, "customer_orders")));
    assertThat(telemetry.spans()).containsExactly(Span.STATEMENT);
  }

  @Test
  void jsonLines_valueWithQuotesAndNewline_staysOneLineOfJson() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Telemetry telemetry =
        new JsonLinesTelemetry(
            new PrintStream(bytes, true, UTF_8), () -> Instant.parse("2026-11-24T12:00:00Z"));
    telemetry.log(Event.SERVER_LOST, Map.of(Field.CAUSE, "a \"b\"\nc"));
    assertThat(bytes.toString(UTF_8))
        .isEqualTo(
            "{\"at\":\"2026-11-24T12:00:00Z\",\"event\":\"server_lost\",\"cause\":\"a \\\"b\\\"\\nc\"}\n");
  }

  @Test
  void emf_value_isOneLineWithUnitAndHighResolution() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Telemetry telemetry =
        new EmfTelemetry(
            new PrintStream(bytes, true, UTF_8), () -> Instant.parse("2026-11-24T12:00:00Z"));
    telemetry.measure(Metric.CALL_TIME, 12);
    assertThat(bytes.toString(UTF_8))
        .isEqualTo(
            "{\"_aws\":{\"Timestamp\":1795521600000,\"CloudWatchMetrics\":[{\"Namespace\":"
                + "\"Sluice\",\"Dimensions\":[[]],\"Metrics\":[{\"Name\":"
                + "\"call_time_milliseconds\",\"Unit\":\"Milliseconds\",\"StorageResolution\":1"
                + "}]}]},\"call_time_milliseconds\":12.0}\n");
  }
}
