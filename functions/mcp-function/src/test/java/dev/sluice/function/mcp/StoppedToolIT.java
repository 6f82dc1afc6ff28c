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
import dev.sluice.catalog.Catalog;
import dev.sluice.data.Credentials;
import dev.sluice.data.DatabaseLogin;
import dev.sluice.data.Replicas;
import dev.sluice.data.Settings;
import dev.sluice.data.role.GrantScript;
import dev.sluice.data.role.RoleException;
import dev.sluice.protocol.HttpRequest;
import dev.sluice.protocol.McpServer;
import dev.sluice.servers.ClusterOptions;
import dev.sluice.servers.Login;
import dev.sluice.servers.PostgresCluster;
import dev.sluice.sql.Judge;
import dev.sluice.telemetry.Event;
import dev.sluice.telemetry.Field;
import dev.sluice.telemetry.RecordingTelemetry;
import dev.sluice.tool.ServedCatalog;
import dev.sluice.tool.control.Control;
import dev.sluice.tool.declared.CatalogCheck;
import dev.sluice.tool.declared.Derived;
import dev.sluice.tool.declared.PreparedCatalog;
import dev.sluice.tool.query.QueryLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A start on a database that has moved on since the lock was written, or that is not there. */
class StoppedToolIT {
  private static final Judge JUDGE = new Judge();
  private static final InstantSource CLOCK = InstantSource.system();
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String READER = "stall_reader";

  @TempDir private static Path data;
  private static PostgresCluster cluster;

  @TempDir private Path folder;
  private final RecordingTelemetry telemetry = new RecordingTelemetry();
  private Replicas replicas;
  private CatalogServers servers;

  @BeforeAll
  static void startCluster() throws SQLException {
    cluster = PostgresCluster.start(ClusterOptions.forTest(data), line -> {});
    write(
        GrantScript.of(List.of(), READER),
        "alter role " + READER + " password '" + login().password() + "'",
        "grant usage on schema public to " + READER);
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  @BeforeEach
  void checkCatalogue() throws SQLException, IOException {
    write(
        "drop table if exists fruit, box",
        "create table fruit (id int primary key, name text, price int)",
        "create table box (id int primary key, label text)",
        "insert into fruit values (1, 'apple', 30), (2, 'pear', 40)",
        "insert into box values (1, 'left')",
        "grant select on fruit, box to " + READER);
    Path catalog = folder.resolve("catalog");
    Files.createDirectories(catalog.resolve("tools"));
    Files.writeString(
        folder.resolve("catalog/relations.yaml"),
        """
        - relation: public.box
          columns: [id, label]
        - relation: public.fruit
          columns: [id, name, price]
        """);
    declare(catalog, "fruits", "select id, name, price from fruit order by id");
    declare(catalog, "boxes", "select id, label from box order by id");
    declare(catalog, "names", "select id, name from fruit order by id");
    Path credentials = folder.resolve("reader.json");
    Files.writeString(
        credentials,
        JSON.writeValueAsString(Map.of("username", READER, "password", login().password())));
    FunctionSettings settings =
        new FunctionSettings(
            new Settings(cluster.replicaUrls(), null, 1, 1_000),
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
    servers =
        new CatalogServers(
            settings,
            replicas,
            Cache.none(),
            JUDGE,
            null,
            Control.local(CLOCK, telemetry),
            Secrets.none(),
            CLOCK,
            telemetry);
    PreparedCatalog prepared = ServedCatalog.prepare(Catalog.readWithoutLock(catalog), JUDGE);
    Derived derived =
        replicas.inspect(
            Deadline.after(Duration.ofSeconds(30), CLOCK),
            inspector -> CatalogCheck.derive(prepared, inspector));
    assertThat(derived.mistakes()).isEmpty();
    derived.shapes().write(catalog);
  }

  @AfterEach
  void disconnect() {
    replicas.close();
  }

  @Test
  void make_nothingChanged_stopsNothing() {
    McpServer server = servers.make();
    assertThat(served(server)).contains("boxes", "fruits", "names");
    assertThat(telemetry.lines()).isEmpty();
  }

  @Test
  void make_typeOfAColumnChanged_stopsThatToolAlone() throws SQLException {
    write("alter table fruit alter column price type bigint");
    assertOnlyIsStopped(
        "fruits",
        "its answer was (id int4, name text, price int4) when the catalogue was checked,"
            + " and is (id int4, name text, price int8)");
  }

  @Test
  void make_columnDropped_stopsThatToolAlone() throws SQLException {
    write("alter table fruit drop column price");
    assertOnlyIsStopped("fruits", "column \"price\" does not exist");
  }

  @Test
  void make_declaredColumnOfARelationDropped_isLoggedWithItsPlace() throws SQLException {
    write("alter table fruit drop column price");
    McpServer server = servers.make();
    assertThat(telemetry.lines())
        .filteredOn(line -> line.event() == Event.RELATION_CHANGED)
        .singleElement()
        .satisfies(
            line ->
                assertThat(String.valueOf(line.fields().get(Field.CAUSE)))
                    .startsWith("relations.yaml:3:3: 'public.fruit' has no column 'price'"));
    assertThat(call(server, "names").at("/structuredContent/row_count").asInt()).isEqualTo(2);
    assertThat(text(call(server, "list_relations")))
        .contains("public.box (table): id, label", "public.fruit (table): id, name\n");
  }

  @Test
  void make_relationDropped_stopsThatToolAlone() throws SQLException {
    write("drop table box");
    assertOnlyIsStopped("boxes", "relation \"box\" does not exist");
  }

  @Test
  void make_policyAdded_stopsThatToolAlone() throws SQLException {
    write("create policy everything on box using (true)");
    assertOnlyIsStopped(
        "boxes",
        "the row-level security of public.box has changed since the catalogue was checked");
  }

  @Test
  void make_rowSecurityTakesEffect_stopsThatToolAlone() throws SQLException {
    write(
        "create policy all_but_one on box using (id > 0)",
        "alter table box enable row level security");
    assertOnlyIsStopped(
        "boxes",
        "the row-level security of public.box has changed since the catalogue was checked");
  }

  /** The plan of a statement that may see no row names no relation. */
  @Test
  void make_rowSecurityThatHidesEveryRow_stopsThatToolAlone() throws SQLException {
    write("alter table box enable row level security");
    assertOnlyIsStopped(
        "boxes",
        "the row-level security of public.box has changed since the catalogue was checked");
  }

  @Test
  void make_noReplicaAnswers_startsOnTheLockAndServesOnceItIsBack() {
    replicas.disconnect();
    cluster.killReplica(0);
    McpServer server;
    JsonNode away;
    try {
      server = servers.make();
      assertThat(served(server)).contains("boxes", "fruits", "names");
      away = call(server, "fruits");
    } finally {
      cluster.restartReplica(0);
    }
    assertThat(telemetry.lines())
        .anyMatch(line -> line.event() == Event.CATALOG_UNCOMPARED)
        .noneMatch(line -> line.event() == Event.TOOL_STOPPED);
    assertThat(away.path("isError").asBoolean()).isTrue();
    assertThat(text(away)).startsWith("The database cannot be reached just now.");
    cluster.awaitReplay();
    JsonNode back = call(server, "fruits");
    assertThat(back.at("/structuredContent/rows/1/name").asString()).isEqualTo("pear");
  }

  @Test
  void make_roleThatMayDoMore_refusesToStartAndNamesIt() throws SQLException {
    write("grant insert on box to " + READER, "create table secret (word text)");
    write("grant select on secret to " + READER);
    try {
      assertThatThrownBy(servers::make)
          .isInstanceOf(RoleException.class)
          .hasMessage(
              """
              the role 'stall_reader' can do more than it needs:
                it has INSERT on public.box
                it may read public.secret, which relations.yaml does not expose
              Run what ./sluice grant-script prints, as a superuser""");
    } finally {
      write("drop table secret");
    }
  }

  private void assertOnlyIsStopped(String stopped, String reason) {
    McpServer server = servers.make();
    assertThat(telemetry.lines())
        .filteredOn(line -> line.event() == Event.TOOL_STOPPED)
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.fields().get(Field.TOOL)).isEqualTo(stopped);
              assertThat(String.valueOf(line.fields().get(Field.CAUSE))).contains(reason);
            });
    JsonNode error = call(server, stopped);
    assertThat(error.path("isError").asBoolean()).isTrue();
    assertThat(text(error))
        .startsWith("'" + stopped + "' is stopped: ")
        .contains(reason)
        .contains("Reference: ");
    for (String other : List.of("boxes", "fruits", "names")) {
      if (!other.equals(stopped)) {
        assertThat(call(server, other).at("/structuredContent/row_count").asInt()).isPositive();
      }
    }
    assertThat(served(server)).contains("names").doesNotContain(stopped);
  }

  private static void declare(Path catalog, String name, String sql) throws IOException {
    Files.writeString(
        catalog.resolve("tools").resolve(name + ".yaml"),
        """
        name: %s
        title: A list
        description: All of them.
        input: { type: object, additionalProperties: false }
        sql: %s
        page_by: [id]
        limits: { rows: 10, bytes: 4096, timeout_ms: 2000 }
        examples: [ {} ]
        """
            .formatted(name, sql));
  }

  private static List<String> served(McpServer server) {
    JsonNode tools = ask(server, "{\"method\":\"tools/list\"}").path("tools");
    return tools.valueStream().map(tool -> tool.path("name").asString()).toList();
  }

  private static JsonNode call(McpServer server, String tool) {
    return ask(
        server,
        "{\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool + "\",\"arguments\":{}}}");
  }

  private static JsonNode ask(McpServer server, String request) {
    String body = "{\"jsonrpc\":\"2.0\",\"id\":1," + request.substring(1);
    HttpRequest http =
        new HttpRequest(
            "POST",
            Map.of(
                "Content-Type",
                "application/json",
                "Accept",
                "application/json, text/event-stream"),
            body.getBytes(UTF_8));
    Call call =
        new Call(Principal.LOCAL, Deadline.after(Duration.ofSeconds(20), CLOCK), Reference.next());
    return JSON.readTree(server.handle(http, call).body()).path("result");
  }

  private static String text(JsonNode result) {
    return result.at("/content/0/text").asString();
  }

  private static Login login() {
    return cluster.login(READER);
  }

  private static void write(String... statements) throws SQLException {
    try (Connection connection = cluster.primary();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
    cluster.awaitReplay();
  }
}
