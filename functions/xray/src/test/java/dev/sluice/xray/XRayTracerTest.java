package dev.sluice.xray;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.telemetry.CallTrace;
import dev.sluice.telemetry.Event;
import dev.sluice.telemetry.RecordingTelemetry;
import dev.sluice.telemetry.Span;
import dev.sluice.telemetry.TraceHeader;
import dev.sluice.telemetry.Tracer;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class XRayTracerTest {
  private static final String ROOT = "1-5759e988-bd862e3fe1be46a994272793";
  private static final String PARENT = "53995c3f42cd8ad8";
  private static final Instant NOON = Instant.parse("2026-11-26T12:00:00.250Z");
  private static final List<CallTrace.Part> PARTS =
      List.of(
          new CallTrace.Part(Span.CACHE, "", -1, 1_000_000, 8_000_000, false),
          new CallTrace.Part(Span.STATEMENT, "replica-1", 0, 2_000_000, 6_000_000, true));

  private final RecordingTelemetry telemetry = new RecordingTelemetry();
  private DatagramSocket daemon;
  private Tracer tracer;

  @BeforeEach
  void listen() throws IOException {
    daemon = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    daemon.setSoTimeout(2_000);
    tracer = XRayTracer.of("127.0.0.1:" + daemon.getLocalPort(), telemetry);
  }

  @AfterEach
  void close() {
    daemon.close();
  }

  @Test
  void send_sampled_isAPartOfLambdasSegment() throws IOException {
    tracer.send(trace(true, false));
    JsonNode document = received();
    assertThat(document.path("type").asString()).isEqualTo("subsegment");
    assertThat(document.path("trace_id").asString()).isEqualTo(ROOT);
    assertThat(document.path("parent_id").asString()).isEqualTo(PARENT);
    assertThat(document.path("name").asString()).isEqualTo(Documents.NAME);
    assertThat(document.path("id").asString()).matches("[0-9a-f]{16}");
    assertThat(document.path("start_time").asDouble())
        .isEqualTo(NOON.toEpochMilli() / 1e3, within(1e-5));
    assertThat(document.path("end_time").asDouble())
        .isEqualTo(NOON.toEpochMilli() / 1e3 + 0.01, within(1e-5));
    assertThat(document.has("in_progress")).isFalse();
    assertThat(document.path("annotations").toString())
        .contains("\"reference\":\"r-1\"", "\"outcome\":\"ok\"", "\"tool\":\"query\"");
    JsonNode cache = document.at("/subsegments/0");
    assertThat(cache.path("name").asString()).isEqualTo("cache");
    JsonNode statement = cache.at("/subsegments/0");
    assertThat(statement.path("name").asString()).isEqualTo("statement");
    assertThat(statement.at("/annotations/server").asString()).isEqualTo("replica-1");
    assertThat(statement.path("fault").asBoolean()).isTrue();
    assertThat(statement.path("end_time").asDouble() - statement.path("start_time").asDouble())
        .isEqualTo(0.006, within(1e-5));
  }

  @Test
  void send_failedAndNotSampled_isASegmentOfItsOwn() throws IOException {
    tracer.send(trace(false, true));
    JsonNode document = received();
    assertThat(document.has("type")).isFalse();
    assertThat(document.path("trace_id").asString()).isEqualTo(ROOT);
    assertThat(document.path("parent_id").asString()).isEqualTo(PARENT);
    assertThat(document.path("fault").asBoolean()).isTrue();
    assertThat(document.at("/subsegments/0/subsegments/0/name").asString()).isEqualTo("statement");
  }

  @Test
  void rehearse_anything_sendsNothing() throws IOException {
    tracer.rehearse(trace(true, false));
    tracer.send(trace(true, true));
    assertThat(received().path("fault").asBoolean()).as("the first that came").isTrue();
  }

  @Test
  void send_addressThatIsNone_isAProblemAndNoMore() {
    XRayTracer.of("nonsense", telemetry).send(trace(true, false));
    assertThat(telemetry.lines())
        .singleElement()
        .satisfies(line -> assertThat(line.event()).isEqualTo(Event.TRACE_NOT_SENT));
  }

  @Test
  void of_noDaemon_isOff() {
    assertThat(XRayTracer.of("", telemetry).isOn()).isFalse();
    assertThat(tracer.isOn()).isTrue();
  }

  private static CallTrace trace(boolean sampled, boolean failed) {
    return new CallTrace(
        new TraceHeader(ROOT, PARENT, sampled),
        "r-1",
        "query",
        failed ? "failed" : "ok",
        failed,
        NOON,
        10_000_000,
        PARTS);
  }

  /** What the daemon wants: a line that says the format, then the document. */
  private JsonNode received() throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
    daemon.receive(packet);
    String text = new String(packet.getData(), 0, packet.getLength(), UTF_8);
    String[] lines = text.split("\n", 2);
    assertThat(JsonMapper.shared().readTree(lines[0]).path("format").asString()).isEqualTo("json");
    return JsonMapper.shared().readTree(lines[1]);
  }
}
