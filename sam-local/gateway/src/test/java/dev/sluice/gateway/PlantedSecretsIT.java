package dev.sluice.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.catalog.Catalog;
import dev.sluice.identity.audit.AuditCheck;
import dev.sluice.servers.ClusterOptions;
import dev.sluice.servers.SampleDatabase;
import dev.sluice.telemetry.Event;
import dev.sluice.telemetry.Field;
import dev.sluice.telemetry.JsonLinesTelemetry;
import dev.sluice.testkit.tokens.TokenIssuer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Secrets that are planted wherever a caller or a row can hold one come out nowhere: not in what is
 * logged, measured, traced or recorded, nor in an error, but where an error's very point is a name
 * that its caller gave.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlantedSecretsIT {
  private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir private static Path folder;
  private final Properties before = new Properties();
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final Parts parts = new Parts();

  /** Where each was planted. */
  private final Map<String, String> markers = new LinkedHashMap<>();

  /** The errors by the case that came to them. */
  private final Map<String, String> errors = new LinkedHashMap<>();

  private final Map<String, String> replies = new LinkedHashMap<>();

  private TokenIssuer issuer;
  private URI endpoint;
  private Path audit;

  @BeforeAll
  void start() throws Exception {
    before.putAll(System.getProperties());
    System.setOut(Copying.of(out, written));
    System.setErr(Copying.of(err, written));
    Path cache = Files.createDirectories(folder.resolve("cache"));
    System.setProperty("sluice.root", ROOT.toString());
    System.setProperty("sluice.cache", cache.toString());
    LocalDatabase database =
        parts.keep(
            LocalDatabase.sample(
                ClusterOptions.forTest(folder.resolve("postgres")),
                SampleDatabase.DEFAULT_SCALE,
                Catalog.read(ROOT.resolve("catalog")),
                line -> {}));
    var cluster = Objects.requireNonNull(database.cluster());
    try (Connection connection = cluster.primary();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "insert into customer values (90000001, '%s', '%s', 1, '10', 1, 'BUILDING', '%s')"
              .formatted(
                  marker("row name").substring(0, 20), marker("row address"), marker("row text")));
    }
    cluster.awaitReplay();
    UpCommand.configure(database, ROOT.resolve("catalog"));
    audit = folder.resolve("audit.jsonl");
    System.setProperty("SLUICE_AUDIT_FILE", audit.toString());
    System.setProperty("SLUICE_TELEMETRY", "all");
    System.setProperty("SLUICE_SECRETS_FOLDER", cache.resolve("secrets").toString());
    issuer = parts.keep(TokenIssuer.start());
    endpoint =
        parts
            .keep(
                LocalGateway.startGuarded(
                    0, own -> GuardedDoor.of(issuer, own), System.err::println))
            .endpoint();
  }

  @AfterAll
  void stop() {
    parts.close();
    System.setOut(out);
    System.setErr(err);
    System.setProperties(before);
  }

  @Test
  void secrets_plantedEverywhere_comeOutNowhere() throws Exception {
    String token = token(marker("subject"));
    keepToken("token", token);
    arguments(token);
    statements(token);
    tokens(token);
    addresses(token);
    assertThat(leaks(emitted())).as("written").isEmpty();
    assertThat(errors).containsKeys("bad type", "refused", "cast", "cast of a row", "tampered");
    assertThat(leaks(String.valueOf(replies.get("row")))).contains("row name");
    List<String> told = new ArrayList<>();
    errors.forEach(
        (name, text) ->
            leaks(text).stream()
                .filter(where -> !where.equals(ALLOWED.get(name)))
                .forEach(where -> told.add(name + " tells " + where + ": " + text)));
    assertThat(told).as("errors").isEmpty();
    assertAudited();
    assertControl();
  }

  /**
   * A wrong name, the word at which a syntax breaks, and a literal of the caller's own that is none
   * of its type are what their errors are about; a value of a row never is.
   */
  private static final Map<String, String> ALLOWED =
      Map.of(
          "unknown argument", "argument name",
          "unknown tool", "tool name",
          "syntax in a literal", "syntax near",
          "cast", "cast",
          "origin", "origin",
          "method", "method");

  private void arguments(String token) {
    tool("valid argument", token, "find_customers", named("name", marker("argument")));
    tool("bad type", token, "customer_orders", named("customer_id", marker("bad argument")));
    tool("unknown argument", token, "customer_orders", named(marker("argument name"), "1"));
    tool(
        "unknown argument's value",
        token,
        "customer_orders",
        "{\"customer_id\":1,\"other\":\"" + marker("value of unknown") + "\"}");
    tool("unknown tool", token, marker("tool name"), named("a", marker("argument of no tool")));
  }

  private void statements(String token) {
    sql("accepted", token, "select 1 as n where 'a' <> '" + marker("literal") + "'");
    sql("refused", token, "delete from orders where o_comment = '" + marker("refused") + "'");
    sql("syntax", token, "select from where '" + marker("syntax") + "' '");
    sql("syntax in a literal", token, "select 1 as n '" + marker("syntax near") + "'");
    sql("cast", token, "select cast('" + marker("cast") + "' as integer) as n");
    sql("unknown function", token, "select nothing('" + marker("function") + "') as n");
    sql(
        "cast of a row",
        token,
        "select cast(c_name as integer) as n from customer where c_custkey = 90000001");
    sql(
        "cast of a masked row",
        token,
        "select cast(c_comment as integer) as n from customer where c_custkey = 90000001");
    sql("row", token, "select c_name, c_comment from customer where c_custkey = 90000001");
  }

  private void tokens(String token) {
    String tampered = token.substring(0, token.length() - 6) + marker("signature");
    keepToken("tampered token", tampered);
    send("tampered", post(tampered, "", LIST));
    send("token in the query", post(null, "?access_token=" + token, LIST));
    send("both", post(token, "?access_token=" + token, LIST));
    send("no token", post(marker("opaque"), "", LIST));
  }

  private void addresses(String token) {
    send("query string", post(token, "?q=" + marker("query string"), LIST));
    send("path", post(token, "/" + marker("path"), LIST));
    send("header", post(token, "", LIST).header("X-Api-Key", marker("header")));
    send("origin", post(token, "", LIST).header("Origin", "http://" + marker("origin") + ".test"));
    send("version", post(token, "", LIST).header("MCP-Protocol-Version", marker("version")));
    send("cookie", post(token, "", LIST).header("Cookie", "a=" + marker("cookie")));
    send("no JSON", post(token, "", "{\"" + marker("no JSON")));
    send(
        "method",
        post(token, "", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + marker("method") + "\"}"));
  }

  private static final String LIST = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}";

  private void tool(String name, String token, String tool, String arguments) {
    send(
        name,
        post(
            token,
            "",
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\""
                + tool
                + "\",\"arguments\":"
                + arguments
                + "}}"));
  }

  private void sql(String name, String token, String sql) {
    tool(name, token, "query", "{\"sql\":\"" + sql + "\"}");
  }

  private static String named(String name, String value) {
    return "{\"" + name + "\":\"" + value + "\"}";
  }

  private HttpRequest.Builder post(@Nullable String token, String after, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(endpoint + after))
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream")
            .POST(BodyPublishers.ofString(body));
    return token == null ? request : request.header("Authorization", "Bearer " + token);
  }

  private void send(String name, HttpRequest.Builder request) {
    try {
      HttpRequest built = request.build();
      HttpResponse<String> response = CLIENT.send(built, BodyHandlers.ofString());
      String body = response.body();
      replies.put(name, body);
      if (response.statusCode() != 200
          || body.contains("\"error\"")
          || body.contains("\"isError\":true")) {
        errors.put(name, response.statusCode() + " " + response.headers().map() + " " + body);
      }
    } catch (IOException e) {
      throw new AssertionError("the connection broke off", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private String token(String subject) {
    return issuer.token(
        endpoint.toString(),
        Instant.now(),
        Map.of("sub", subject, "tenant", "BUILDING", "scope", "sql.query"));
  }

  /** Letters and digits alone, which no encoding changes. */
  private String marker(String where) {
    byte[] random = new byte[12];
    RANDOM.nextBytes(random);
    String marker = "zq" + HexFormat.of().formatHex(random);
    markers.put(where, marker.substring(0, 20));
    return marker;
  }

  /** Its claims and its signature; the header is the same for all. */
  private void keepToken(String where, String token) {
    String[] sections = token.split("\\.", -1);
    markers.put(where + "'s claims", sections[1]);
    markers.put(where + "'s signature", sections[2].substring(0, 40));
  }

  private List<String> leaks(String text) {
    return markers.entrySet().stream()
        .filter(one -> text.contains(one.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private String emitted() throws IOException {
    return written.toString(UTF_8) + Files.readString(audit);
  }

  private void assertAudited() throws IOException {
    List<String> lines = Files.readAllLines(audit);
    assertThat(AuditCheck.firstBroken(lines)).isEmpty();
    assertThat(lines).hasSizeGreaterThan(15);
  }

  /** Silence proves something only if a leak would have been seen by the same eyes. */
  private void assertControl() throws IOException {
    assertThat(emitted()).contains("\"calls_count\":1", "\"event\"", "\"reference\"");
    String one = marker("control of telemetry");
    new JsonLinesTelemetry(System.out, InstantSource.system())
        .log(Event.SERVER_LOST, Map.of(Field.CAUSE, "said \"" + one + "\""));
    System.err.println(marker("control of standard error"));
    Files.writeString(audit, marker("control of the audit file"), StandardOpenOption.APPEND);
    assertThat(leaks(emitted()))
        .containsExactly(
            "control of telemetry", "control of standard error", "control of the audit file");
  }
}
