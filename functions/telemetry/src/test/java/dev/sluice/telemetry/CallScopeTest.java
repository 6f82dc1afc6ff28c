package dev.sluice.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CallScopeTest {
  private static final String ROOT = "1-5759e988-bd862e3fe1be46a994272793";
  private static final String HEADER = "Root=" + ROOT + ";Parent=53995c3f42cd8ad8;Sampled=1";
  private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

  @Test
  void end_spansInSpans_knowWhatTheyWereWithin() {
    CallScope call = CallScope.of("r", TraceHeader.read(HEADER), NOON);
    CallTrace trace =
        call.run(
            () -> {
              try (OpenSpan _ = CallScope.open(Span.VERDICT)) {
                // Judged.
              }
              try (OpenSpan _ = CallScope.open(Span.CACHE);
                  OpenSpan statement = CallScope.open(Span.STATEMENT, "a:5432")) {
                CallScope.open(Span.POOL, "a:5432").close();
                statement.failed();
              }
              return call.end("query", "failed", true);
            });
    assertThat(Objects.requireNonNull(trace).spans())
        .extracting(CallTrace.Part::span)
        .containsExactly(Span.VERDICT, Span.CACHE, Span.STATEMENT, Span.POOL);
    assertThat(trace.spans()).extracting(CallTrace.Part::within).containsExactly(-1, -1, 1, 2);
    assertThat(trace.spans())
        .extracting(CallTrace.Part::failed)
        .containsExactly(false, false, true, false);
    assertThat(trace.spans())
        .allMatch(
            part ->
                part.tookNanos() >= 0 && part.afterNanos() + part.tookNanos() <= trace.tookNanos());
  }

  @Test
  void end_spanUnderWay_endsWithTheCallAndChangesNothingLater() {
    CallScope call = CallScope.of("r", TraceHeader.read(HEADER), NOON);
    OpenSpan open = call.run(() -> CallScope.open(Span.STATEMENT));
    CallTrace trace = Objects.requireNonNull(call.end("", "failed", true));
    open.close();
    assertThat(call.run(() -> CallScope.open(Span.POOL))).isSameAs(OpenSpan.NONE);
    assertThat(trace.spans()).hasSize(1);
    assertThat(Objects.requireNonNull(call.end("", "failed", true)).spans()).hasSize(1);
  }

  @Test
  void open_moreThanItsLimit_areLeftOut() {
    CallScope call = CallScope.of("r", TraceHeader.read(HEADER), NOON);
    CallTrace trace =
        call.run(
            () -> {
              for (int i = 0; i < 2 * CallScope.MOST_SPANS; i++) {
                CallScope.open(Span.POOL).close();
              }
              return call.end("", "ok", false);
            });
    assertThat(Objects.requireNonNull(trace).spans()).hasSize(CallScope.MOST_SPANS);
  }

  @Test
  void open_noCallOrNoTrace_isNothing() {
    assertThat(CallScope.open(Span.POOL)).isSameAs(OpenSpan.NONE);
    CallScope call = CallScope.of("r", null, NOON);
    assertThat(call.run(() -> CallScope.open(Span.POOL))).isSameAs(OpenSpan.NONE);
    assertThat(call.end("", "ok", false)).isNull();
  }

  @Test
  void log_problem_saysWithinWhichCallOrThatItWasInNone() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Telemetry telemetry = new JsonLinesTelemetry(new PrintStream(bytes, true, UTF_8), () -> NOON);
    CallScope call = CallScope.of("the reference", TraceHeader.read(HEADER), NOON);
    call.run(
        () -> {
          telemetry.log(Event.SECRET_NOT_READ, Map.of(Field.CAUSE, "a"));
          telemetry.log(Event.STARTED, Map.of(Field.CAUSE, "b"));
          return true;
        });
    telemetry.log(Event.SECRET_NOT_READ, Map.of(Field.CAUSE, "c"));
    JsonNode[] lines =
        bytes
            .toString(UTF_8)
            .lines()
            .map(line -> JsonMapper.shared().readTree(line))
            .toArray(JsonNode[]::new);
    assertThat(lines[0].path("reference").asString()).isEqualTo("the reference");
    assertThat(lines[0].path("trace").asString()).isEqualTo(ROOT);
    assertThat(lines[0].has("background")).isFalse();
    assertThat(lines[1].has("reference")).isFalse();
    assertThat(lines[2].path("background").asBoolean()).isTrue();
    assertThat(lines[2].has("reference")).isFalse();
  }

  @Test
  void read_lambdasHeader_isRead() {
    assertThat(TraceHeader.read(HEADER + ";Lineage=1:2:3"))
        .isEqualTo(new TraceHeader(ROOT, "53995c3f42cd8ad8", true));
    assertThat(TraceHeader.read(HEADER.replace("Sampled=1", "Sampled=0")))
        .isEqualTo(new TraceHeader(ROOT, "53995c3f42cd8ad8", false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Root=",
        "Root=1-5759e988-bd862e3fe1be46a994272793",
        "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad;Sampled=1",
        "Root=1-5759e988-bd862e3fe1be46a99427279x;Parent=53995c3f42cd8ad8;Sampled=1",
        "Root=2-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1",
        "NotRoot=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8"
      })
  void read_anythingElse_isNull(String header) {
    assertThat(TraceHeader.read(header)).isNull();
  }
}
