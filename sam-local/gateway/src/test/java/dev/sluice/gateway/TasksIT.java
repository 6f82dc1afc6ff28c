package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.catalog.BuiltInTools;
import dev.sluice.catalog.Catalog;
import dev.sluice.servers.ClusterOptions;
import dev.sluice.servers.PostgresCluster;
import dev.sluice.servers.SampleDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Tasks all the way: MCP, DynamoDB, the state machine, the function, a replica, S3. */
class TasksIT {
  private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String WITH_TASKS =
      "{\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}}";
  private static final String LINES =
      "select l_orderkey, l_linenumber, l_comment from lineitem order by l_orderkey, l_linenumber";
  private static final long LIMIT_NANOS = Duration.ofSeconds(60).toNanos();

  @TempDir private static Path folder;
  private static final Map<String, String> BEFORE = new TreeMap<>();
  private static LocalDatabase database;
  private static PostgresCluster cluster;
  private static LocalTasks tasks;
  private static LocalGateway gateway;
  private static HttpClient client;

  @BeforeAll
  static void start() {
    set(Map.of("sluice.root", ROOT.toString(), "sluice.cache", folder.resolve("cache").toString()));
    database =
        LocalDatabase.sample(
            ClusterOptions.forTest(folder.resolve("postgres")),
            SampleDatabase.DEFAULT_SCALE,
            Catalog.read(ROOT.resolve("catalog")),
            line -> {});
    cluster = Objects.requireNonNull(database.cluster());
    UpCommand.configure(database, ROOT.resolve("catalog"));
    tasks = LocalTasks.start(false, System.err::println);
    set(tasks.settings());
    gateway = LocalGateway.start(0, System.err::println);
    client = HttpClient.newHttpClient();
  }

  @AfterAll
  static void stop() {
    client.close();
    gateway.close();
    tasks.close();
    database.close();
    BEFORE.forEach(
        (name, value) -> {
          if (value.isEmpty()) {
            System.clearProperty(name);
          } else {
            System.setProperty(name, value);
          }
        });
  }

  private static void set(Map<String, String> properties) {
    properties.forEach(
        (name, value) ->
            BEFORE.put(name, Objects.requireNonNullElse(System.setProperty(name, value), "")));
  }

  /** A model reads all of it before it does anything: the figure is the design's. */
  @ParameterizedTest
  @ValueSource(strings = {"{}", WITH_TASKS})
  void list_sampleWithTasks_isAtMost8000Bytes(String capabilities) {
    String listed = modern("tools/list", null, "{}", capabilities).toString();
    int bytes = listed.getBytes(StandardCharsets.UTF_8).length;
    System.err.println("tools/list with tasks: " + bytes + " bytes");
    assertThat(listed).contains("start_query", "task_status", "task_result", "cancel_task");
    assertThat(bytes).isLessThanOrEqualTo(8_000);
  }

  /** By that list the authorizer, drafts and checks go. */
  @Test
  void list_sampleWithTasks_isTheCataloguesTheJavaOnesAndAllThatAreCalledBuiltIn() {
    Set<String> names = new TreeSet<>();
    modern("tools/list", null, "{}", "{}")
        .at("/result/tools")
        .forEach(tool -> names.add(tool.path("name").asString()));
    Set<String> expected = new TreeSet<>(BuiltInTools.SCOPES.keySet());
    Catalog.read(ROOT.resolve("catalog")).tools().forEach(tool -> expected.add(tool.name()));
    expected.add("calendar_period");
    assertThat(names).isEqualTo(expected);
  }

  @Test
  void startQuery_clientThatKnowsTasks_isPolledToAllRows() throws Exception {
    JsonNode started =
        modern("tools/call", "start_query", call("start_query", sql(LINES)), WITH_TASKS)
            .path("result");
    assertThat(started.path("resultType").asString()).isEqualTo("task");
    assertThat(started.path("pollIntervalMs").asInt()).isPositive();
    String id = started.path("taskId").asString();

    JsonNode ended = ended(id);

    assertThat(ended.path("status").asString()).isEqualTo("completed");
    JsonNode result = ended.at("/result/structuredContent");
    List<String> rows = directly();
    assertThat(result.path("total_rows").asInt()).isEqualTo(rows.size());
    assertThat(result.path("next_row").asInt()).isEqualTo(201);
    assertThat(linked(result.path("links"))).isEqualTo(rows);
    assertThat(paged(id, rows.size())).isEqualTo(rows);
  }

  @Test
  void startQuery_clientWithoutTasks_isToldHowToGoOn() {
    JsonNode started = tool("start_query", sql("select count(*) as n from lineitem"));
    String id = started.at("/structuredContent/task_id").asString();
    assertThat(started.at("/content/0/text").asString()).contains(id, "task_status");

    long endNanos = System.nanoTime() + LIMIT_NANOS;
    JsonNode status;
    do {
      status = tool("task_status", "{\"task_id\":\"" + id + "\"}");
    } while (status.at("/structuredContent/status").asString().equals("working")
        && System.nanoTime() < endNanos);

    JsonNode result = tool("task_result", "{\"task_id\":\"" + id + "\"}");
    assertThat(result.at("/structuredContent/rows/0/n").asInt()).isPositive();
    assertThat(result.at("/structuredContent/complete").asBoolean()).isTrue();
    assertThat(tool("task_result", "{\"task_id\":\"" + id + "\",\"first_row\":2}").toString())
        .contains("There is no row 2: there are 1 to 1.");
    assertThat(tool("task_result", "{\"task_id\":\"" + id + "\",\"first_row\":0}").toString())
        .contains("There is no row 0: there are 1 to 1.");
  }

  @Test
  void startQuery_refusedStatement_isToldAtOnceAndStartsNothing() {
    JsonNode refused = tool("start_query", sql("delete from orders"));
    assertThat(refused.path("isError").asBoolean()).isTrue();
    assertThat(refused.at("/content/0/text").asString()).startsWith("Refused: ");
  }

  @Test
  void cancel_queryThatRuns_endsItOnTheServer() throws Exception {
    String sql = "select count(*) as n from lineitem a, lineitem b, lineitem c, lineitem d";
    String id =
        modern("tools/call", "start_query", call("start_query", sql(sql)), WITH_TASKS)
            .at("/result/taskId")
            .asString();
    await(() -> running() == 1);

    modern("tasks/cancel", id, "{\"taskId\":\"" + id + "\"}", WITH_TASKS);

    assertThat(state(id).path("status").asString()).isEqualTo("cancelled");
    await(() -> running() == 0);
    assertThat(tool("task_result", "{\"task_id\":\"" + id + "\"}").at("/content/0/text").asString())
        .contains("was cancelled");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "x", "AAAAAAAAAAAAAAAAAAAAAAAAAAA", "../AAAAAAAAAAAAAAAAAAAAAAAA", "#all"})
  void task_idThatIsNobodys_isAClearErrorAndNothingElse(String id) {
    assertThat(state(id).toString()).doesNotContain("status");
    JsonNode error =
        modern("tasks/get", id, "{\"taskId\":\"" + id + "\"}", WITH_TASKS).path("error");
    assertThat(error.path("code").asInt()).isIn(-32602, -32020);
    for (String tool : List.of("task_status", "task_result", "cancel_task")) {
      JsonNode told = tool(tool, "{\"task_id\":\"" + id + "\"}");
      assertThat(told.path("isError").asBoolean()).isTrue();
      assertThat(told.at("/content/0/text").asString())
          .startsWith("There is no such task of yours");
    }
  }

  @Test
  void link_tampered_isForbidden() throws Exception {
    String id =
        tool("start_query", sql("select 1 as one from region"))
            .at("/structuredContent/task_id")
            .asString();
    JsonNode ended = ended(id);
    String url = ended.at("/result/structuredContent/links/0/url").asString();
    assertThat(load(url).statusCode()).isEqualTo(200);
    char last = url.charAt(url.length() - 1);
    assertThat(load(url.substring(0, url.length() - 1) + (last == '0' ? '1' : '0')).statusCode())
        .isEqualTo(403);
    assertThat(load(url.replace("part-00001.jsonl.gz", "index.json")).statusCode()).isEqualTo(403);
    assertThat(load(url.replaceAll("\\?.*", "")).statusCode()).isEqualTo(403);
  }

  private static JsonNode ended(String id) {
    long endNanos = System.nanoTime() + LIMIT_NANOS;
    JsonNode state;
    do {
      state = state(id);
    } while (state.path("status").asString("").equals("working") && System.nanoTime() < endNanos);
    return state;
  }

  private static JsonNode state(String id) {
    return modern("tasks/get", id, "{\"taskId\":\"" + id + "\"}", WITH_TASKS).path("result");
  }

  private static JsonNode tool(String name, String arguments) {
    return modern("tools/call", name, call(name, arguments), "{}").path("result");
  }

  private static String call(String name, String arguments) {
    return "{\"name\":\"" + name + "\",\"arguments\":" + arguments + "}";
  }

  private static String sql(String text) {
    return JSON.createObjectNode().put("sql", text).toString();
  }

  /** What the resource holds, a page after the other. */
  private static List<String> paged(String id, int rows) {
    List<String> lines = new ArrayList<>();
    while (lines.size() < rows) {
      String uri = "sluice://tasks/" + id + "/rows/" + (lines.size() + 1);
      String text =
          modern("resources/read", uri, "{\"uri\":\"" + uri + "\"}", "{}")
              .at("/result/contents/0/text")
              .asString();
      lines.addAll(text.lines().toList());
    }
    return lines;
  }

  private static List<String> linked(JsonNode links) throws Exception {
    List<String> lines = new ArrayList<>();
    for (JsonNode link : links) {
      try (BufferedReader part =
          new BufferedReader(
              new InputStreamReader(
                  new GZIPInputStream(
                      client
                          .send(
                              HttpRequest.newBuilder(URI.create(link.path("url").asString()))
                                  .build(),
                              BodyHandlers.ofInputStream())
                          .body()),
                  StandardCharsets.UTF_8))) {
        part.lines().forEach(lines::add);
      }
    }
    return lines;
  }

  /** The same rows, asked of the database itself. */
  private static List<String> directly() throws SQLException {
    List<String> lines = new ArrayList<>();
    try (Connection connection = cluster.replica(0);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(LINES)) {
      while (rows.next()) {
        ObjectNode row = JSON.createObjectNode();
        row.put("l_orderkey", rows.getLong(1));
        row.put("l_linenumber", rows.getInt(2));
        row.put("l_comment", rows.getString(3));
        lines.add(row.toString());
      }
    }
    return lines;
  }

  private static int running() throws SQLException {
    try (Connection connection = cluster.replica(0);
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "select count(*) from pg_stat_activity where state = 'active' and query like"
                    + " '%lineitem d%' and pid <> pg_backend_pid()")) {
      result.next();
      return result.getInt(1);
    }
  }

  @FunctionalInterface
  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void await(Condition condition) throws Exception {
    long endNanos = System.nanoTime() + Duration.ofSeconds(15).toNanos();
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("it takes too long").isLessThan(endNanos);
      Thread.sleep(50);
    }
  }

  private static HttpResponse<String> load(String url) throws Exception {
    return client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
  }

  private static JsonNode modern(
      String method, @Nullable String name, String params, String capabilities) {
    ObjectNode request =
        JSON.createObjectNode().put("jsonrpc", "2.0").put("id", 1).put("method", method);
    ObjectNode all = (ObjectNode) JSON.readTree(params);
    ObjectNode meta = all.putObject("_meta");
    meta.put("io.modelcontextprotocol/protocolVersion", "2026-07-28");
    meta.set("io.modelcontextprotocol/clientCapabilities", JSON.readTree(capabilities));
    request.set("params", all);
    HttpRequest.Builder http =
        HttpRequest.newBuilder(gateway.endpoint())
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", "application/json")
            .header("MCP-Protocol-Version", "2026-07-28")
            .header("Mcp-Method", method)
            .POST(BodyPublishers.ofString(request.toString()));
    if (name != null && !name.isEmpty()) {
      http.header("Mcp-Name", name);
    }
    try {
      return JSON.readTree(client.send(http.build(), BodyHandlers.ofString()).body());
    } catch (IOException e) {
      throw new AssertionError("the connection broke off", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
