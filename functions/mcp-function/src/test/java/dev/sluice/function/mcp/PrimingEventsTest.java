package dev.sluice.function.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cache.Cache;
import dev.sluice.call.secret.Secrets;
import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.shape.Column;
import dev.sluice.data.Database;
import dev.sluice.data.Query;
import dev.sluice.data.Rows;
import dev.sluice.identity.audit.AuditTrail;
import dev.sluice.identity.subject.Pseudonyms;
import dev.sluice.protocol.McpServer;
import dev.sluice.protocol.modern.RequestStates;
import dev.sluice.protocol.wire.ServerInfo;
import dev.sluice.sql.Judge;
import dev.sluice.telemetry.RecordingTelemetry;
import dev.sluice.telemetry.Tracer;
import dev.sluice.tool.ServedCatalog;
import dev.sluice.tool.control.Control;
import dev.sluice.tool.declared.PreparedCatalog;
import dev.sluice.tool.declared.Servable;
import dev.sluice.tool.query.QueryLimits;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.MessageBuilder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PrimingEventsTest {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** An event that is refused would prime nothing, and nobody would see it. */
  @Test
  void of_sampleCatalogue_everyEventIsAnsweredAndEveryExampleIsAskedInBothEras() {
    PreparedCatalog catalog =
        ServedCatalog.prepare(Catalog.read(Path.of("..", "..", "catalog")), new Judge());
    Servable servable = Servable.of(catalog, Optional.empty());
    assertThat(servable.stopped()).as("what the lock does not know").isEmpty();
    AtomicInteger reads = new AtomicInteger();
    Database database =
        (query, call) -> {
          reads.incrementAndGet();
          return query.kind() == Query.Kind.AD_HOC ? one(query) : noRows(catalog.catalog(), query);
        };
    RecordingTelemetry telemetry = new RecordingTelemetry();
    McpServer server =
        new McpServer(
            ServedCatalog.features(
                new ServerInfo("sluice", "Sluice", "test"),
                catalog,
                servable,
                database,
                Cache.none(),
                QueryLimits.DEFAULT,
                null,
                Control.local(InstantSource.system(), telemetry),
                Secrets.none(),
                InstantSource.system()),
            new RequestStates(Secrets.none(), InstantSource.system()),
            origin -> false);
    McpFunction function =
        new McpFunction(
            () -> server,
            new SnapshotTelemetry(telemetry, telemetry),
            InstantSource.system(),
            null,
            new Audit(
                new Pseudonyms(null, InstantSource.system(), telemetry),
                new AuditTrail(
                    line -> {
                      throw new IllegalStateException("priming was recorded: " + line);
                    })),
            new Traces(
                Tracer.none(), new SnapshotTelemetry(telemetry, telemetry), InstantSource.system()),
            () -> {});

    for (byte[] event : PrimingEvents.of(catalog.catalog())) {
      JsonNode answer = answer(function, event);
      assertThat(answer.path("statusCode").asInt()).as(new String(event, UTF_8)).isEqualTo(200);
      assertThat(answer.path("body").asString())
          .contains("\"result\"")
          .doesNotContain("isError\":true");
    }
    int examples =
        catalog.catalog().tools().stream().mapToInt(tool -> tool.examples().size()).sum();
    // An ad-hoc query is explained once, and run in both eras.
    assertThat(reads).hasValue(2 * examples + 3);
  }

  /** The one row of the ad-hoc query, or its plan. */
  private static Rows one(Query query) {
    boolean isPlan = query.sql().text().startsWith("explain");
    Column column = isPlan ? new Column("QUERY PLAN", "json") : new Column("one", "int4");
    JsonNode cell =
        JSON.readTree(
            isPlan
                ? "[{\"Plan\": {\"Node Type\": \"Result\", \"Plan Rows\": 1, \"Total Cost\": 0.01}}]"
                : "1");
    return new Rows(
        List.of(column), List.of(List.of(cell)), Rows.Cut.NONE, new Rows.Source("replica-1", true));
  }

  /** No rows, in the columns that the lock knows of the statement. */
  private static Rows noRows(Catalog catalog, Query query) {
    return catalog.tools().stream()
        .filter(tool -> query.sql().text().contains(tool.sql()))
        .findFirst()
        .map(tool -> Objects.requireNonNull(catalog.lock().tools().get(tool.name())).columns())
        .map(
            columns ->
                new Rows(columns, List.of(), Rows.Cut.NONE, new Rows.Source("replica-1", true)))
        .orElseThrow();
  }

  private static JsonNode answer(McpFunction function, byte[] event) {
    Message<InputStream> message =
        MessageBuilder.withPayload((InputStream) new ByteArrayInputStream(event))
            .setHeader("aws-context", new PrimingContext(false))
            .build();
    return JSON.readTree(function.apply(message).getPayload());
  }
}
