package dev.sluice.function.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.catalog.Catalog;
import dev.sluice.data.Database;
import dev.sluice.data.Rows;
import dev.sluice.protocol.McpServer;
import dev.sluice.protocol.feature.Features;
import dev.sluice.protocol.modern.RequestStates;
import dev.sluice.protocol.modern.StateKeys;
import dev.sluice.protocol.wire.ServerInfo;
import dev.sluice.telemetry.RecordingTelemetry;
import dev.sluice.tool.DeclaredTools;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.MessageBuilder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PrimingEventsTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Rows NO_ROWS =
      new Rows(List.of(), List.of(), Rows.Cut.NONE, new Rows.Source("replica-1", true));

  /** An event that is refused would prime nothing, and nobody would see it. */
  @Test
  void of_sampleCatalogue_everyEventIsAnsweredAndEveryExampleIsAskedInBothEras() {
    Catalog catalog = Catalog.read(Path.of("..", "..", "catalog"));
    AtomicInteger reads = new AtomicInteger();
    Database database =
        (query, call) -> {
          reads.incrementAndGet();
          return NO_ROWS;
        };
    RecordingTelemetry telemetry = new RecordingTelemetry();
    McpFunction function =
        new McpFunction(
            new McpServer(
                Features.of(
                    new ServerInfo("sluice", "Sluice", "test"),
                    DeclaredTools.prepare(catalog, database)),
                new RequestStates(StateKeys.none(), InstantSource.system()),
                origin -> false),
            new SnapshotTelemetry(telemetry, telemetry),
            InstantSource.system(),
            false,
            () -> {});

    for (byte[] event : PrimingEvents.of(catalog)) {
      JsonNode answer = answer(function, event);
      assertThat(answer.path("statusCode").asInt()).as(new String(event, UTF_8)).isEqualTo(200);
      assertThat(answer.path("body").asString())
          .contains("\"result\"")
          .doesNotContain("isError\":true");
    }
    int examples = catalog.tools().stream().mapToInt(tool -> tool.examples().size()).sum();
    assertThat(reads).hasValue(2 * examples);
  }

  private static JsonNode answer(McpFunction function, byte[] event) {
    Message<InputStream> message =
        MessageBuilder.withPayload((InputStream) new ByteArrayInputStream(event))
            .setHeader("aws-context", new PrimingContext(false))
            .build();
    return JSON.readTree(function.apply(message).getPayload());
  }
}
