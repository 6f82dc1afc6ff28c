package dev.sluice.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.catalog.Catalog;
import dev.sluice.function.mcp.McpHandler;
import dev.sluice.servers.ClusterOptions;
import dev.sluice.servers.PostgresCluster;
import dev.sluice.servers.SampleDatabase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole way of a call: HTTP, gateway, the deployed handler, a real replica. */
class GatewayIT {
  private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";
  private static final Path SAMPLE_CATALOG = Path.of("..", "..", "catalog");

  @TempDir private static Path folder;
  private static PostgresCluster cluster;
  private static LocalDatabase database;
  private static HttpGateway gateway;
  private static HttpClient client;

  @BeforeAll
  static void start() {
    database =
        LocalDatabase.sample(
            ClusterOptions.forTest(folder),
            SampleDatabase.DEFAULT_SCALE,
            Catalog.read(SAMPLE_CATALOG),
            line -> {});
    cluster = Objects.requireNonNull(database.cluster());
    UpCommand.configure(database, SAMPLE_CATALOG);
    RestApi api =
        new RestApi(
            new LocalFunction(new McpHandler(), Duration.ofSeconds(29)),
            null,
            InstantSource.system(),
            line -> {});
    gateway = HttpGateway.start(0, api);
    client = HttpClient.newHttpClient();
  }

  @AfterAll
  static void stop() {
    client.close();
    gateway.close();
    database.close();
  }

  @Test
  void call_sampleTool_answersFromTheReplica() {
    JsonNode result = orders(7);
    assertThat(result.at("/structuredContent/row_count").asInt()).isEqualTo(24);
    assertThat(result.at("/structuredContent/source").asString()).isEqualTo("replica-1");
    assertThat(result.at("/structuredContent/rows/0/o_orderkey").asInt()).isEqualTo(10402);
  }

  /** A model reads all of it before it does anything: the figure is the design's. */
  @Test
  void list_sampleInBothEras_isAtMost8000Bytes() {
    String legacy = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{}}";
    String modern =
        """
        {"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":{
          "io.modelcontextprotocol/protocolVersion":"2026-07-28",
          "io.modelcontextprotocol/clientCapabilities":{}}}}
        """;
    HttpResponse<String> old =
        send(request("/mcp", legacy).header("MCP-Protocol-Version", "2025-11-25"));
    HttpResponse<String> today =
        send(
            request("/mcp", modern)
                .header("MCP-Protocol-Version", "2026-07-28")
                .header("Mcp-Method", "tools/list"));
    for (HttpResponse<String> response : List.of(old, today)) {
      JsonNode tools = JsonMapper.shared().readTree(response.body()).at("/result/tools");
      StringBuilder each = new StringBuilder();
      for (JsonNode tool : tools) {
        each.append(bytes(tool.toString())).append(' ').append(tool.path("name").asString());
        each.append(", ");
      }
      System.err.println("tools/list: " + bytes(response.body()) + " bytes: " + each);
      assertThat(tools).hasSize(8 + 1 + 4 + 1);
      assertThat(bytes(response.body())).as(each.toString()).isLessThanOrEqualTo(8_000);
    }
  }

  private static int bytes(String text) {
    return text.getBytes(UTF_8).length;
  }

  @Test
  void call_replayPaused_showsTheOlderRowUntilItGoesOn() throws SQLException {
    cluster.pauseReplay(0);
    try {
      write("update orders set o_totalprice = 1 where o_orderkey = 10402");
      assertThat(price()).isEqualTo(69976.43);
    } finally {
      cluster.resumeReplay(0);
    }
    cluster.awaitReplay();
    assertThat(price()).isEqualTo(1.0);
    write("update orders set o_totalprice = 69976.43 where o_orderkey = 10402");
    cluster.awaitReplay();
  }

  @Test
  void call_primaryStopped_isAnsweredByTheReplica() {
    cluster.stopPrimary();
    try {
      assertThat(orders(7).at("/structuredContent/row_count").asInt()).isEqualTo(24);
    } finally {
      cluster.restartPrimary();
    }
    cluster.awaitReplay();
  }

  @Test
  void call_databaseGone_isAToolErrorAndRightAgainOnceItIsBack() {
    cluster.killReplica(0);
    cluster.stopPrimary();
    JsonNode result;
    try {
      result = orders(7);
    } finally {
      cluster.restartPrimary();
      cluster.restartReplica(0);
    }
    assertThat(result.path("isError").asBoolean()).isTrue();
    assertThat(result.at("/content/0/text").asString())
        .startsWith("The database cannot be reached just now.")
        .contains("Reference: ");
    cluster.awaitReplay();
    assertThat(orders(7).at("/structuredContent/row_count").asInt()).isEqualTo(24);
  }

  @Test
  void call_sixtyFourAtOnce_eachGetsItsOwnAnswer() {
    List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
    for (int order = 1; order <= 64; order++) {
      calls.add(
          client.sendAsync(
              request("/mcp", legacyCall("order_lines", "{\"order_id\":7}", order)).build(),
              BodyHandlers.ofString()));
    }
    for (int order = 1; order <= 64; order++) {
      JsonNode answer = JsonMapper.shared().readTree(calls.get(order - 1).join().body());
      assertThat(answer.path("id").asInt()).isEqualTo(order);
      assertThat(answer.at("/result/structuredContent/row_count").asInt()).isEqualTo(7);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"jsonrpc":"2.0","id":1, | 400 | "code":-32700
          [] | 400 | "code":-32600
          {} | 400 | "code":-32600
          ` ` | 400 | "code":-32700
          """)
  void post_noRequest_isRefusedAndTheNextIsUnharmed(String body, int status, String told) {
    HttpResponse<String> response = post(BodyPublishers.ofString(body));
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.body()).contains(told);
    assertThatPingIsAnswered();
  }

  @Test
  void post_badUtf8_is400AndTheNextIsUnharmed() {
    byte[] body = PING.getBytes(UTF_8);
    body[body.length - 3] = (byte) 0xff;
    HttpResponse<String> response = post(BodyPublishers.ofByteArray(body));
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("not UTF-8");
    assertThatPingIsAnswered();
  }

  @Test
  void post_depthOfAHundredThousand_is400AndTheNextIsUnharmed() {
    HttpResponse<String> response = post(BodyPublishers.ofString("[".repeat(100_000)));
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("nest at most 200 deep");
    assertThatPingIsAnswered();
  }

  @ParameterizedTest
  @CsvSource({
    "20000000,413,HTTP content length exceeded 10485760 bytes.",
    "7000000,413,Request Too Long",
    "2000000,400,send at most 1048576"
  })
  void post_largeBody_isRefusedAndTheNextIsUnharmed(int bytes, int status, String told) {
    byte[] body = new byte[bytes];
    Arrays.fill(body, (byte) ' ');
    HttpResponse<String> declared = post(BodyPublishers.ofByteArray(body));
    assertThat(declared.statusCode()).isEqualTo(status);
    assertThat(declared.body()).contains(told);
    HttpResponse<String> chunked =
        post(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));
    assertThat(chunked.statusCode()).isEqualTo(status);
    assertThat(chunked.body()).contains(told);
    assertThatPingIsAnswered();
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/mcp,405",
    "DELETE,/mcp,405",
    "PUT,/mcp,405",
    "OPTIONS,/mcp,405",
    "POST,/,403",
    "POST,/other,403",
    "POST,/mcp/more,403",
    "GET,/.well-known/oauth-protected-resource,403"
  })
  void send_otherMethodOrPath_isRefused(String method, String path, int status) {
    HttpResponse<String> response =
        send(request(path, PING).method(method, BodyPublishers.noBody()));
    assertThat(response.statusCode()).isEqualTo(status);
    if (status == 405) {
      assertThat(response.headers().firstValue("Allow")).hasValue("POST");
    }
  }

  @Test
  void post_fromAPageOfAnotherOrigin_is403() {
    HttpResponse<String> response =
        send(request("/mcp", PING).header("Origin", "https://evil.example"));
    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(response.body()).contains("https://evil.example may not call");
  }

  @Test
  void post_headersOverTheLimit_is431() {
    HttpResponse<String> response = send(request("/mcp", PING).header("X-Big", "x".repeat(11_000)));
    assertThat(response.statusCode()).isEqualTo(431);
    assertThat(response.body()).contains("\"message\"");
    assertThatPingIsAnswered();
  }

  private static void assertThatPingIsAnswered() {
    HttpResponse<String> response = post(BodyPublishers.ofString(PING));
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}");
  }

  private static double price() {
    return orders(7).at("/structuredContent/rows/0/o_totalprice").asDouble();
  }

  private static JsonNode orders(int customer) {
    String body = legacyCall("customer_orders", "{\"customer_id\":" + customer + "}", 1);
    HttpResponse<String> response = post(BodyPublishers.ofString(body));
    assertThat(response.statusCode()).isEqualTo(200);
    return JsonMapper.shared().readTree(response.body()).path("result");
  }

  private static String legacyCall(String tool, String arguments, int id) {
    return "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"tools/call\",\"params\":{\"name\":\"%s\",\"arguments\":%s}}"
        .formatted(id, tool, arguments);
  }

  private static HttpResponse<String> post(BodyPublisher body) {
    return send(request("/mcp", "").POST(body));
  }

  private static HttpRequest.Builder request(String path, String body) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + path))
        .timeout(Duration.ofSeconds(30))
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError("the connection broke off", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static void write(String sql) throws SQLException {
    try (Connection connection = cluster.primary();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
