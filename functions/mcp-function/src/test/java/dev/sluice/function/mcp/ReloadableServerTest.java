package dev.sluice.function.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.cache.Cache;
import dev.sluice.call.Call;
import dev.sluice.call.Deadline;
import dev.sluice.call.Principal;
import dev.sluice.call.Reference;
import dev.sluice.call.secret.Secrets;
import dev.sluice.catalog.CatalogException;
import dev.sluice.data.Credentials;
import dev.sluice.data.DatabaseLogin;
import dev.sluice.data.Replicas;
import dev.sluice.data.Settings;
import dev.sluice.protocol.HttpRequest;
import dev.sluice.protocol.McpServer;
import dev.sluice.sql.Judge;
import dev.sluice.telemetry.Event;
import dev.sluice.telemetry.RecordingTelemetry;
import dev.sluice.tool.control.Control;
import dev.sluice.tool.query.QueryLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a copy of the sample's catalogue, whose lock is all there is: no database answers. */
class ReloadableServerTest {
  private static final Path SAMPLE = Path.of("..", "..", "catalog");
  private static final String TOOL = "tools/customer_orders.yaml";
  private static final Judge JUDGE = new Judge();
  private static final InstantSource CLOCK = InstantSource.system();

  @TempDir private Path folder;
  private final RecordingTelemetry telemetry = new RecordingTelemetry();
  private Replicas replicas;
  private ReloadableServer server;

  @BeforeEach
  void start() throws IOException {
    Path catalog = folder.resolve("catalog");
    for (String part : List.of("", "tools", "prompts")) {
      Files.createDirectories(catalog.resolve(part));
      try (Stream<Path> files = Files.list(SAMPLE.resolve(part))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Files.copy(file, catalog.resolve(part).resolve(file.getFileName().toString()));
        }
      }
    }
    Path credentials = folder.resolve("reader.json");
    Files.writeString(credentials, "{\"username\": \"nobody\", \"password\": \"none\"}");
    FunctionSettings settings =
        new FunctionSettings(
            new Settings(List.of("jdbc:postgresql://127.0.0.1:1/none"), null, 1, 1_000),
            new DatabaseLogin.Kept(Credentials.inFile(credentials)),
            catalog,
            Set.of(),
            Principal.LOCAL,
            QueryLimits.DEFAULT,
            null,
            null,
            null,
            null,
            null,
            false);
    replicas = new Replicas(settings.database(), Credentials.inFile(credentials), CLOCK, telemetry);
    server =
        new ReloadableServer(
            new CatalogServers(
                settings,
                replicas,
                Cache.none(),
                JUDGE,
                null,
                Control.local(CLOCK, telemetry),
                Secrets.none(),
                CLOCK,
                telemetry));
  }

  @AfterEach
  void stop() {
    replicas.close();
  }

  @Test
  void start_noDatabase_servesWhatTheLockKnows() {
    assertThat(listed()).contains("Orders of a customer", "\"o_orderdate\"");
    assertThat(telemetry.lines())
        .anyMatch(line -> line.event() == Event.CATALOG_UNCOMPARED)
        .noneMatch(line -> line.event() == Event.TOOL_STOPPED);
  }

  @Test
  void reload_changedFile_isServedFromThenOn() throws IOException {
    McpServer before = server.get();
    change("Orders of a customer", "What a customer ordered");
    assertThat(listed()).doesNotContain("What a customer ordered");
    server.reload();
    assertThat(server.get()).isNotSameAs(before);
    assertThat(listed()).contains("What a customer ordered");
  }

  @Test
  void reload_thatDoesNotCheck_throwsAndLeavesWhatIsServed() throws IOException {
    McpServer before = server.get();
    change("title:", "titel:");
    assertThatThrownBy(server::reload)
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining(TOOL + ":3:1: 'titel' is not a key of a tool. Write 'title'");
    assertThat(server.get()).isSameAs(before);
    change("titel:", "title:");
    server.reload();
    assertThat(server.get()).isNotSameAs(before);
  }

  @Test
  void reload_statementThatTheLockDoesNotKnow_isNotListedUntilADatabaseAnswers()
      throws IOException {
    change("order by o_orderdate desc", "order by o_orderdate");
    server.reload();
    assertThat(listed()).doesNotContain("\"customer_orders\"").contains("\"order_lines\"");
    assertThat(telemetry.lines())
        .anyMatch(
            line ->
                line.event() == Event.TOOL_STOPPED
                    && line.toString().contains("no database answered"));
  }

  private void change(String before, String after) throws IOException {
    Path file = folder.resolve("catalog").resolve(TOOL);
    String text = Files.readString(file);
    assertThat(text).contains(before);
    Files.writeString(file, text.replace(before, after));
  }

  private String listed() {
    HttpRequest request =
        new HttpRequest(
            "POST",
            Map.of(
                "Content-Type",
                "application/json",
                "Accept",
                "application/json, text/event-stream"),
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}".getBytes(UTF_8));
    Deadline deadline = Deadline.after(Duration.ofSeconds(20), CLOCK);
    Call call = new Call(Principal.LOCAL, deadline, Reference.next());
    return new String(server.get().handle(request, call).body(), UTF_8);
  }
}
