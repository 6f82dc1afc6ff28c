package dev.sluice.tool.declared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.cache.Cache;
import dev.sluice.call.Deadline;
import dev.sluice.call.Principal;
import dev.sluice.catalog.Catalog;
import dev.sluice.data.Credentials;
import dev.sluice.data.Replicas;
import dev.sluice.data.Settings;
import dev.sluice.protocol.feature.Tool;
import dev.sluice.servers.ClusterOptions;
import dev.sluice.servers.Login;
import dev.sluice.servers.PostgresCluster;
import dev.sluice.servers.SampleDatabase;
import dev.sluice.sql.Judge;
import dev.sluice.telemetry.Telemetry;
import dev.sluice.tool.TestCalls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Pages of a real table on two replicas, while it changes. */
class PagingIT {
  private static final int ROWS = 100_000;
  private static final String TOOL =
      """
      name: pages
      title: Pages
      description: Pages.
      input: { type: object, properties: { least: { type: integer } }, additionalProperties: false }
      sql: |
        select id, day, note from pages where id >= coalesce(:least::int, 0)
        order by ORDER
      page_by: [KEYS]
      limits: { rows: 500, bytes: 1048576, timeout_ms: 20000 }
      examples: [ {} ]
      """;

  private static final String RELATION = "- relation: public.pages\n  columns: [id, day, note]\n";
  private static final Judge JUDGE = new Judge();

  @TempDir private static Path folder;
  private static PostgresCluster servers;
  private static Replicas replicas;

  @BeforeAll
  static void start() throws SQLException {
    servers =
        PostgresCluster.start(
            new ClusterOptions(folder.resolve("cluster"), 2, false, false), line -> {});
    Login reader = SampleDatabase.load(servers, 0.0031, line -> {});
    execute(
        "create table pages (id bigint primary key, day date not null, note text)",
        "insert into pages select n, date '2020-01-01' + (n % 700)::int,"
            + " case when n % 3 = 0 then null else 'note ' || n % 50 end"
            + " from generate_series(0, "
            + (ROWS - 1)
            + ") as n",
        "create index on pages (day desc, id)",
        "grant select on pages to " + SampleDatabase.READER,
        "analyze pages");
    servers.awaitReplay();
    replicas =
        new Replicas(
            new Settings(servers.replicaUrls(), null, 1, 2_000),
            () -> new Credentials.Login(reader.user(), reader.password()),
            InstantSource.system(),
            Telemetry.discarding());
  }

  @AfterAll
  static void stop() {
    replicas.close();
    servers.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          day desc, id                       | day, id       | 0
          note, id                           | note, id      | 90000
          note desc nulls last, day, id desc | note, day, id | 90000
          id desc                            | id            | 90000
          """)
  void call_pageAfterPageWhileRowsComeAndGo_givesEveryLastingRowOnce(
      String order, String keys, int least) throws Exception {
    Tool tool = tool(order, keys);
    AtomicBoolean done = new AtomicBoolean();
    Set<String> servedBy = new TreeSet<>();
    List<Long> seen = new ArrayList<>();
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Future<Integer> writer = threads.submit(() -> insertAndDelete(done));
      try {
        String cursor = null;
        do {
          String after = cursor == null ? "" : ",\"cursor\":\"" + cursor + "\"";
          JsonNode page = page(tool, "{\"least\":" + least + after + "}");
          page.path("rows").forEach(row -> seen.add(row.path("id").asLong()));
          servedBy.add(page.path("source").asString());
          cursor = page.path("next_cursor").asString(null);
          assertThat(page.path("complete").asBoolean()).isEqualTo(cursor == null);
        } while (cursor != null);
      } finally {
        done.set(true);
      }
      assertThat(writer.get()).as("changes beside it").isPositive();
    }
    assertThat(servedBy).containsExactly("replica-1", "replica-2");
    assertThat(new HashSet<>(seen)).as("no row twice").hasSameSizeAs(seen);
    assertThat(seen.stream().filter(id -> id < ROWS)).as("none missing").hasSize(ROWS - least);
  }

  @Test
  void call_cursorWithOtherArguments_isRefused() throws Exception {
    Tool tool = tool("id", "id");
    String cursor = page(tool, "{}").path("next_cursor").asString();
    assertThatThrownBy(() -> page(tool, "{\"least\":5,\"cursor\":\"" + cursor + "\"}"))
        .hasMessageContaining("other arguments");
  }

  @Test
  void derive_pageByAMaskedColumn_isRefused() throws Exception {
    Derived derived =
        derived(prepared("day desc, id", "day, id", RELATION + "  mask: { id: { show: hash } }\n"));
    assertThat(derived.mistakes()).hasSize(1);
    assertThat(derived.mistakes().getFirst().toString())
        .contains("'id' is masked, and a cursor would carry its values");
  }

  @Test
  void after_keyInTheMiddle_beginsThereInTheIndex() throws Exception {
    PreparedCatalog catalog = prepared("day desc, id", "day, id");
    Keyset keyset =
        new Keyset(
            catalog.tools().getFirst().sql(),
            Objects.requireNonNull(derived(catalog).shapes().tools().get("pages")).order(),
            1_001);
    String sql = keyset.after(List.of("2021-01-02", "0")).text();
    String plan =
        plan(
            sql.replace(":least", "0")
                .replaceAll(":sluice_after_1", "'2021-01-02'")
                .replaceAll(":sluice_after_2", "'0'"));
    assertThat(plan).contains("Index Cond").doesNotContain("Sort");
  }

  private static String plan(String sql) throws SQLException {
    StringBuilder plan = new StringBuilder();
    try (Connection connection = servers.primary();
        Statement statement = connection.createStatement();
        var lines = statement.executeQuery("explain " + sql)) {
      while (lines.next()) {
        plan.append(lines.getString(1)).append('\n');
      }
    }
    return plan.toString();
  }

  private Tool tool(String order, String keys) throws Exception {
    PreparedCatalog catalog = prepared(order, keys);
    Derived derived = derived(catalog);
    assertThat(derived.mistakes()).isEmpty();
    DeclaredTools tools =
        new DeclaredTools(
            catalog, Servable.of(catalog, Optional.of(derived)), replicas, Cache.none());
    return tools.find("pages", TestCalls.by(Principal.LOCAL)).orElseThrow();
  }

  private static PreparedCatalog prepared(String order, String keys) throws Exception {
    return prepared(order, keys, RELATION);
  }

  private static PreparedCatalog prepared(String order, String keys, String relations)
      throws Exception {
    Path tools = Files.createDirectories(folder.resolve("catalog/tools"));
    Files.writeString(
        tools.resolve("pages.yaml"), TOOL.replace("ORDER", order).replace("KEYS", keys));
    Files.writeString(folder.resolve("catalog/relations.yaml"), relations);
    return PreparedCatalog.of(Catalog.read(folder.resolve("catalog")), List.of(), JUDGE);
  }

  private static Derived derived(PreparedCatalog catalog) {
    return replicas.inspect(
        Deadline.after(Duration.ofSeconds(10), InstantSource.system()),
        inspector -> CatalogCheck.derive(catalog, inspector));
  }

  private static JsonNode page(Tool tool, String arguments) {
    return TestCalls.structured(TestCalls.call(tool, arguments));
  }

  /** Rows beyond the lasting ones come and go, among all the others in every order. */
  private static int insertAndDelete(AtomicBoolean done) throws SQLException {
    int changes = 0;
    try (Connection connection = servers.primary();
        Statement statement = connection.createStatement()) {
      while (!done.get()) {
        statement.execute(
            "insert into pages select "
                + ROWS
                + " + n, date '2020-01-01' + (n * 7 % 700), case when n % 2 = 0 then null else 'note"
                + " ' || n % 50 end from generate_series(1, 500) as n on conflict do nothing");
        statement.execute("delete from pages where id > " + ROWS + " and random() < 0.7");
        changes++;
      }
      statement.execute("delete from pages where id >= " + ROWS);
    }
    return changes;
  }

  private static void execute(String... statements) throws SQLException {
    try (Connection connection = servers.primary();
        Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }
}
