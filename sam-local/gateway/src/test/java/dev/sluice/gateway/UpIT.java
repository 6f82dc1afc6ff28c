package dev.sluice.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.catalog.BuiltInTools;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The process that {@code ./sluice up} becomes, and the commands that ask it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class UpIT {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();

  @TempDir private static Path cache;
  private final List<Process> started = new ArrayList<>();

  @BeforeAll
  static void nameTheRoot() {
    System.setProperty("sluice.root", ROOT.toString());
  }

  @AfterEach
  void stopAll() throws InterruptedException {
    for (Process process : started) {
      process.destroy();
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
  }

  @Test
  @Order(1)
  void up_sample_isReadyAnswersAndLeavesNothingBehind() throws Exception {
    Process up = up("--port", "0");
    List<String> lines = untilReady(up);
    String url = lines.getFirst().substring("ready ".length());
    assertThat(url).matches("http://127\\.0\\.0\\.1:\\d+/mcp");
    assertThat(String.join("\n", lines))
        .contains("claude mcp add --transport http sluice " + url)
        .contains("{\"servers\":{\"sluice\":{\"type\":\"http\",\"url\":\"" + url + "\"}}}")
        .contains("{\"mcpServers\":{\"sluice\":{\"url\":\"" + url + "\"}}}")
        .endsWith("./sluice call --url " + url + " customer_orders '{\"customer_id\":7}'");

    Answer tools = run("tools", "--url", url);
    assertThat(tools.out())
        .contains("customer_orders(customer_id: integer, [status: O|F|P], [cursor: string])")
        .contains("calendar_period([day: date], offset: integer, unit: WEEK|MONTH|QUARTER|YEAR)")
        .contains("describe_relation(relation: string)")
        .contains("revenue_by_nation(from: date, until: date)");
    Answer call = run("call", "--url", url, "customer_orders", "{\"customer_id\": 7}");
    assertThat(call.status()).isZero();
    assertThat(call.out()).startsWith("o_orderkey,").contains("(24 rows from replica-1, up to ");
    Answer json = run("call", "--json", "--url", url, "order_lines", "{\"order_id\": 7}");
    assertThat(json.out()).contains("\"row_count\" : 7");

    List<ProcessHandle> all = up.descendants().toList();
    List<Path> data = List.of(cache.resolve("sample/primary"), cache.resolve("sample/replica-1"));
    assertThat(data).allMatch(folder -> Files.exists(folder.resolve("postmaster.pid")));
    up.destroy(); // SIGTERM
    assertThat(up.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(all).noneMatch(ProcessHandle::isAlive);
    assertThat(data).noneMatch(folder -> Files.exists(folder.resolve("postmaster.pid")));
  }

  @Test
  @Order(2)
  void up_keptData_isReadyWithinFifteenSecondsAndCallsAreToldWhatIsWrong() throws Exception {
    long startNanos = System.nanoTime();
    String url = untilReady(up("--port", "0")).getFirst().substring("ready ".length());
    assertThat(Duration.ofNanos(System.nanoTime() - startNanos)).isLessThan(Duration.ofSeconds(15));

    Answer unfit = run("call", "--url", url, "customer_orders", "{\"customer_id\": \"x\"}");
    assertThat(unfit.status()).isEqualTo(1);
    assertThat(unfit.err()).contains("/customer_id: string found, integer expected");
    Answer unknown = run("call", "--url", url, "customer_order");
    assertThat(unknown.status()).isEqualTo(1);
    assertThat(unknown.err())
        .isEqualToIgnoringNewLines(
            "sluice: There is no tool 'customer_order'; tools/list names them.");

    Process second = up("--port", "0");
    assertThat(errors(second))
        .contains("sample is in use by process")
        .contains("stop that one first");
    assertThat(second.waitFor()).isEqualTo(1);
  }

  @Test
  @Order(3)
  void up_terminatedWhileStarting_leavesNothingBehind() throws Exception {
    Process up = up("--port", "0");
    try (BufferedReader reader = up.errorReader(UTF_8)) {
      assertThat(reader.readLine()).isEqualTo("Starting PostgreSQL");
      up.destroy();
      assertThat(up.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(cache.resolve("sample/primary/postmaster.pid")).doesNotExist();
    assertThat(cache.resolve("sample/replica-1/postmaster.pid")).doesNotExist();
  }

  @Test
  @Order(4)
  void up_portInUse_saysSoBeforeAnythingStarts() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      Answer answer = run("up", "--port", String.valueOf(taken.getLocalPort()));
      assertThat(answer.status()).isEqualTo(1);
      assertThat(answer.err())
          .contains("port " + taken.getLocalPort() + " cannot be taken (Address already in use)")
          .contains("--port 0");
    }
  }

  @Test
  @Order(5)
  void up_brokenCatalogue_listsEveryMistake(@TempDir Path catalog) throws IOException {
    Path tools = Files.createDirectories(catalog.resolve("tools"));
    Files.writeString(tools.resolve("a.yaml"), "name: a\ntitel: A\n");
    Files.writeString(tools.resolve("b.yaml"), "name: [\n");
    Answer answer = run("up", "--port", "0", "--catalog", catalog.toString());
    assertThat(answer.status()).isEqualTo(1);
    assertThat(answer.err())
        .contains("the catalogue does not check:")
        .contains("tools/a.yaml:2:1: 'titel' is not a key of a tool. Write 'title'")
        .contains("tools/b.yaml:");
  }

  @Test
  @Order(6)
  void up_auth_wantsATokenOfItsIssuerAndToolsTheirScopes() throws Exception {
    List<String> lines = untilReady(up("--port", "0", "--auth", "--tenant", "BUILDING"));
    String url = lines.getFirst().substring("ready ".length());
    String printed = lines.stream().filter(line -> line.contains("curl")).findFirst().orElseThrow();
    assertThat(printed).contains("-d grant_type=client_credentials", "-d scope=sql.query");
    String tokens = printed.replaceAll(".*curl -s (\\S+) .*", "$1");

    HttpResponse<String> without = mcp(url, "", "tools/call", "customer_orders", "{}");
    assertThat(without.statusCode()).isEqualTo(401);
    String metadata = url.replace("/mcp", "/.well-known/oauth-protected-resource/mcp");
    assertThat(without.headers().firstValue("WWW-Authenticate"))
        .hasValue("Bearer scope=\"openid sql.query\", resource_metadata=\"" + metadata + "\"");

    JsonNode document = JSON.readTree(get(metadata));
    assertThat(document.path("resource").asString()).isEqualTo(url);
    String issuer = document.at("/authorization_servers/0").asString();
    JsonNode discovery = JSON.readTree(get(issuer + "/.well-known/openid-configuration"));
    assertThat(discovery.path("issuer").asString()).isEqualTo(issuer);
    assertThat(discovery.path("token_endpoint").asString()).isEqualTo(tokens);

    String token = token(tokens, "sql.query");
    String building = "{\"sql\": \"select count(*) as n from customer\"}";
    HttpResponse<String> query = mcp(url, token, "tools/call", "query", building);
    assertThat(query.statusCode()).isEqualTo(200);
    assertThat(JSON.readTree(query.body()).at("/result/structuredContent/rows/0/n").asInt())
        .as("the customers of one tenant of five")
        .isBetween(200, 400);
    JsonNode task = JSON.readTree(mcp(url, token, "tools/call", "start_query", building).body());
    String id = task.at("/result/structuredContent/task_id").asString();
    assertThat(taskResult(url, token, id).at("/rows/0/n").asInt())
        .as("the same as a task")
        .isBetween(200, 400);

    String less = token(tokens, "other");
    assertThat(mcp(url, less, "tools/call", "list_relations", "{}").statusCode()).isEqualTo(200);
    HttpResponse<String> refused = mcp(url, less, "tools/call", "query", building);
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.headers().firstValue("WWW-Authenticate"))
        .hasValue(
            "Bearer error=\"insufficient_scope\", scope=\"sql.query\", resource_metadata=\""
                + metadata
                + "\"");
    HttpResponse<String> legacy = mcp(url, less, "", "query", building);
    assertThat(legacy.statusCode()).isEqualTo(403);
    assertThat(legacy.body()).contains("\"error\":\"insufficient_scope\",\"scope\":\"sql.query\"");
    // Without headers that name the tool, the function decides alone, and must decide the same.
    for (Map.Entry<String, Set<String>> builtIn : BuiltInTools.SCOPES.entrySet()) {
      assertThat(mcp(url, less, "", builtIn.getKey(), "{}").statusCode())
          .as(builtIn.getKey())
          .isEqualTo(builtIn.getValue().isEmpty() ? 200 : 403);
    }

    Answer told = run("tools", "--url", url);
    assertThat(told.status()).isEqualTo(1);
    assertThat(told.err()).contains("wants a good token in SLUICE_TOKEN");
  }

  private static JsonNode taskResult(String url, String token, String id) throws Exception {
    String arguments = JSON.createObjectNode().put("task_id", id).toString();
    long endNanos = System.nanoTime() + LIMIT.toNanos();
    JsonNode status;
    do {
      Thread.sleep(100);
      status = JSON.readTree(mcp(url, token, "tools/call", "task_status", arguments).body());
    } while (status.at("/result/structuredContent/status").asString("").equals("working")
        && System.nanoTime() < endNanos);
    HttpResponse<String> result = mcp(url, token, "tools/call", "task_result", arguments);
    return JSON.readTree(result.body()).at("/result/structuredContent");
  }

  private static String token(String endpoint, String scope) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(endpoint))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(
                BodyPublishers.ofString(
                    "grant_type=client_credentials&client_id=laptop&client_secret=any&scope="
                        + scope))
            .build();
    return JSON.readTree(send(request).body()).path("access_token").asString();
  }

  private static String get(String url) throws Exception {
    return send(HttpRequest.newBuilder(URI.create(url)).build()).body();
  }

  /** A call of 2026-07-28, or of an older revision where the method is no header. */
  private static HttpResponse<String> mcp(
      String url, String token, String methodHeader, String tool, String arguments)
      throws Exception {
    String meta =
        methodHeader.isEmpty()
            ? ""
            : ",\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                + "\"io.modelcontextprotocol/clientCapabilities\":{}}";
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .header("Content-Type", "application/json")
            .POST(
                BodyPublishers.ofString(
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":"
                        + "{\"name\":\"%s\",\"arguments\":%s%s}}"
                            .formatted(tool, arguments, meta)));
    if (!methodHeader.isEmpty()) {
      request.header("MCP-Protocol-Version", "2026-07-28").header("Mcp-Method", methodHeader);
      request.header("Mcp-Name", tool);
    }
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return send(request.build());
  }

  private static HttpResponse<String> send(HttpRequest request) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.ofString());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          up --port 70000 | 2 | --port is 70000: write 0 to 65535
          up --port x | 2 | 'x' is not an int
          up --replicas 9 | 2 | --replicas is 9: write 0 to 4
          up --scale 0.001 | 1 | names a supplier twice for one part: choose 0.0031
          up --database postgresql://h/n --fresh | 2 | --fresh is the sample's, and --database serves another
          up --database mysql://h/n --port 0 | 1 | write postgresql://HOST:5432/NAME
          up --catalog no-such-folder --port 0 | 1 | there is no folder 'tools' in no-such-folder
          call | 2 | Missing required parameter: 'TOOL'
          call a {] | 2 | the arguments are no JSON object
          call --url :: a | 1 | no URL: write one like http://127.0.0.1:8080/mcp
          tools --url http://127.0.0.1:1/mcp | 1 | nothing answers at http://127.0.0.1:1/mcp: start it with ./sluice up
          """)
  @Order(7)
  void run_calledWrongly_saysWhatToWrite(String line, int status, String told) {
    Answer answer = run(line.split(" ", -1));
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.err()).startsWith("sluice: ").contains(told);
    assertThat(answer.out()).isEmpty();
  }

  @Test
  @Order(8)
  void tools_whatAnswersSpeaksNoMcp_saysSo() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      Thread.ofVirtual().start(() -> answerOnce(other));
      Answer answer = run("tools", "--url", "http://127.0.0.1:" + other.getLocalPort() + "/mcp");
      assertThat(answer.status()).isEqualTo(1);
      assertThat(answer.err()).contains("does not speak MCP: hello");
    }
  }

  private record Answer(int status, String out, String err) {}

  private static Answer run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    return new Answer(status, out.toString(), err.toString());
  }

  private Process up(String... options) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dsluice.root=" + ROOT,
                "-Dsluice.cache=" + cache,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "up"));
    command.addAll(List.of(options));
    Process process = new ProcessBuilder(command).start();
    started.add(process);
    return process;
  }

  /** What it prints, from the ready line to the call line. */
  private static List<String> untilReady(Process up) throws IOException {
    List<String> lines = new ArrayList<>();
    BufferedReader reader = up.inputReader(UTF_8);
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      lines.add(line);
      if (line.contains("./sluice call")) {
        return lines;
      }
    }
    throw new AssertionError("it ended before it was ready: " + lines + errors(up));
  }

  private static String errors(Process process) throws IOException {
    return new String(process.getErrorStream().readAllBytes(), UTF_8);
  }

  private static void answerOnce(ServerSocket server) {
    try (var client = server.accept()) {
      client.getInputStream().read(new byte[4096]);
      client
          .getOutputStream()
          .write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello".getBytes(UTF_8));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
