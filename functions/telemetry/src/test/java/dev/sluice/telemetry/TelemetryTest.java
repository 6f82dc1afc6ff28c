package dev.sluice.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TelemetryTest {
  @Test
  void metricName_everyMetric_isUniqueAndEndsInItsUnit() {
    assertThat(Arrays.stream(Metric.values()).map(Metric::metricName))
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("[a-z_]+_(count|milliseconds|bytes)"));
  }

  @Test
  void recording_valuesAndLines_areKeptInOrder() {
    RecordingTelemetry telemetry = new RecordingTelemetry();
    telemetry.measure(Metric.ROWS, 3);
    telemetry.measure(Metric.ROWS, 4);
    telemetry.log(Event.CALL, Map.of(Field.TOOL, "customer_orders"));
    assertThat(telemetry.sum(Metric.ROWS)).isEqualTo(7);
    assertThat(telemetry.sum(Metric.CALLS)).isZero();
    assertThat(telemetry.lines())
        .containsExactly(
            new RecordingTelemetry.Line(Event.CALL, Map.of(Field.TOOL, "customer_orders")));
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
            "{\"at\":\"2026-11-24T12:00:00Z\",\"event\":\"server_lost\",\"background\":true,\"cause\":\"a \\\"b\\\"\\nc\"}\n");
  }

  @Test
  void emf_valueOutsideACall_isOneLineAtOnce() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    emf(bytes).measure(Metric.CALL_TIME, 12);
    assertThat(bytes.toString(UTF_8))
        .isEqualTo(
            "{\"_aws\":{\"Timestamp\":1795521600000,\"CloudWatchMetrics\":[{\"Namespace\":"
                + "\"Sluice\",\"Dimensions\":[[]],\"Metrics\":[{\"Name\":"
                + "\"call_time_milliseconds\",\"Unit\":\"Milliseconds\",\"StorageResolution\":1"
                + "}]}]},\"call_time_milliseconds\":12}\n");
  }

  @Test
  void emf_call_isOneLineWrittenWhenItCloses() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Telemetry telemetry = emf(bytes);
    try (Telemetry.OpenCall _ = telemetry.open()) {
      telemetry.measure(Metric.STATEMENT_TIME, 1.25);
      telemetry.measure(Metric.STATEMENT_TIME, 2);
      telemetry.measure(Metric.CALLS, 1);
      assertThat(bytes.size()).isZero();
      telemetry.log(Event.CALL, Map.of(Field.TOOL, "customer_orders", Field.OUTCOME, "ok"));
    }
    JsonNode line = JsonMapper.shared().readTree(bytes.toString(UTF_8));
    assertThat(bytes.toString(UTF_8).lines()).hasSize(1);
    assertThat(line.at("/_aws/CloudWatchMetrics/0/Dimensions").toString())
        .isEqualTo("[[],[\"version\"],[\"tool\"]]");
    assertThat(line.at("/_aws/CloudWatchMetrics/1/Dimensions").toString())
        .isEqualTo("[[\"tool\",\"outcome\"],[\"source\"]]");
    assertThat(line.at("/_aws/CloudWatchMetrics/2/Metrics").toString())
        .isEqualTo("[{\"Name\":\"statement_time_milliseconds\",\"Unit\":\"Milliseconds\"}]");
    assertThat(line.path("statement_time_milliseconds").toString()).isEqualTo("[1.25,2]");
    assertThat(line.path("tool").asString()).isEqualTo("customer_orders");
    assertThat(line.path("source").asString()).isEqualTo("none");
    assertThat(line.path("version").asString()).isEqualTo("7");
  }

  @Test
  void emf_moreToolsThanItsLimit_areOneOther() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Telemetry telemetry = emf(bytes);
    for (int i = 0; i <= EmfTelemetry.MOST_TOOLS; i++) {
      telemetry.log(Event.CALL, Map.of(Field.TOOL, "tool_" + i));
    }
    assertThat(bytes.toString(UTF_8).lines().toList().getLast()).contains("\"tool\":\"other\"");
  }

  /** EMF takes a hundred values of a metric in a line. */
  @Test
  void emf_manyValuesInACall_areSplitAndNoneIsLost() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Telemetry telemetry = emf(bytes);
    try (Telemetry.OpenCall _ = telemetry.open()) {
      for (int i = 0; i < 250; i++) {
        telemetry.measure(Metric.ROWS, i);
      }
    }
    assertThat(
            bytes
                .toString(UTF_8)
                .lines()
                .map(line -> JsonMapper.shared().readTree(line).path("rows_count").size()))
        .containsExactly(100, 100, 50);
  }

  private static Telemetry emf(ByteArrayOutputStream bytes) {
    return new EmfTelemetry(
        new PrintStream(bytes, true, UTF_8), () -> Instant.parse("2026-11-24T12:00:00Z"), "7");
  }
}
