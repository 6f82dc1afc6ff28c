package dev.sluice.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code ./sluice up --watch} while its catalogue's owner is at work. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WatchIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String ORDERS = "tools/customer_orders.yaml";
  private static final String DESCRIBED = "Orders of a customer, newest first";

  /** Of signal 2, as proc(5) shows sets of signals. */
  private static final long SIGINT_BIT = 0b10;

  /** Long enough that a reload ends within, on a slow machine too. */
  private static final String SLOW =
      """
      name: slow
      title: Slow
      description: %s
      input: { type: object, additionalProperties: false }
      sql: |
        select 7 as answer, count(*) as steps from generate_series(1, 600) as a,
          generate_series(1, 600) as b, generate_series(1, 600) as c
      limits: { rows: 1, bytes: 4096, timeout_ms: 20000 }
      examples: [ {} ]
      """;

  private static final String MAY_BE_NULL =
      """
      name: regions
      title: Regions
      description: Regions whose names match.
      input:
        type: object
        properties: { pattern: { type: [string, "null"] } }
        additionalProperties: false
      sql: select r_name from region where r_name like coalesce(:pattern, '%')
      limits: { rows: 9, bytes: 4096, timeout_ms: 2000 }
      examples: [ {} ]
      """;

  private static final String RUNNING =
      "select count(*) from pg_stat_activity"
          + " where state = 'active' and query like '%generate_series(1, 600)%'"
          + " and pid <> pg_backend_pid()";

  @TempDir private static Path cache;
  @TempDir private static Path folder;
  private static final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private static CatalogCopy catalog;
  private static Process up;
  private static String url;

  @BeforeAll
  static void start() throws IOException {
    catalog = CatalogCopy.into(folder);
    catalog.write("tools/slow.yaml", SLOW.formatted("Sleeps."));
    catalog.write("tools/may_be_null.yaml", MAY_BE_NULL);
    up =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dsluice.root=" + Path.of("..", "..").toAbsolutePath().normalize(),
                "-Dsluice.cache=" + cache,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "up",
                "--watch",
                "--port=0",
                "--scale=0.0031",
                "--catalog=" + folder)
            .start();
    Thread.ofVirtual().start(() -> up.errorReader(UTF_8).lines().forEach(told::add));
    BufferedReader out = up.inputReader(UTF_8);
    String ready = out.readLine();
    assertThat(ready).as(() -> "it did not get ready: " + told).startsWith("ready ");
    url = ready.substring("ready ".length());
    // Else it would stand still once the pipe is full.
    Thread.ofVirtual().start(() -> out.lines().forEach(line -> {}));
  }

  @AfterAll
  static void stop() throws InterruptedException {
    up.destroy();
    if (!up.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      up.destroyForcibly();
    }
  }

  @Test
  @Order(0)
  void tools_argumentThatMayBeNull_isShownWithItsType() {
    StringWriter out = new StringWriter();
    PrintWriter err = new PrintWriter(System.err, true, UTF_8);
    assertThat(Main.run(new PrintWriter(out, true), err, "tools", "--url", url)).isZero();
    assertThat(out.toString()).contains("regions([pattern: string])");
  }

  @Test
  @Order(1)
  void change_ofADescription_isListed() throws Exception {
    assertThat(description("customer_orders")).startsWith(DESCRIBED);
    catalog.change(ORDERS, DESCRIBED, "What a customer ordered, newest first");
    awaitTold("catalogue reloaded");
    assertThat(description("customer_orders")).startsWith("What a customer ordered");
  }

  @Test
  @Order(2)
  void change_thatDoesNotCheck_leavesWhatIsServedAndNamesThePlaceUntilItIsMended()
      throws Exception {
    String good = catalog.read(ORDERS);
    catalog.write(ORDERS, good.replace("title:", "titel:"));
    awaitTold("the changed catalogue does not check; the one before is still served:");
    awaitTold(ORDERS + ":3:1: 'titel' is not a key of a tool. Write 'title'");
    assertThat(description("customer_orders")).startsWith("What a customer ordered");
    assertThat(rows("customer_orders", "{\"customer_id\":7}")).isPositive();

    catalog.write(ORDERS, good.replace("What a customer ordered", "Mended, orders"));
    awaitTold("catalogue reloaded");
    assertThat(description("customer_orders")).startsWith("Mended, orders");
    assertThat(rows("customer_orders", "{\"customer_id\":7}")).isPositive();
  }

  @Test
  @Order(3)
  void change_whileACallIsUnderWay_losesNothing() throws Exception {
    CompletableFuture<Integer> call = runningCall();
    catalog.write("tools/slow.yaml", SLOW.formatted("Sleeps for long."));
    awaitTold("catalogue reloaded");
    assertThat(description("slow")).isEqualTo("Sleeps for long.");
    assertThat(call).isNotDone();
    assertThat(call.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isEqualTo(1);
  }

  @Test
  @Order(4)
  void change_thatTheDatabaseDoesNotTake_leavesWhatIsServedAndSaysWhy() throws Exception {
    catalog.change("tools/order_lines.yaml", "p_partkey = l_partkey", "p_partkey = l_shipdate");
    awaitTold("PostgreSQL does not take the statement: operator does not exist: bigint = date");
    assertThat(rows("order_lines", "{\"order_id\":7}")).isPositive();
    assertThat(rows("customer_orders", "{\"customer_id\":7}")).isPositive();
    catalog.change("tools/order_lines.yaml", "p_partkey = l_shipdate", "p_partkey = l_partkey");
    awaitTold("catalogue reloaded");
    assertThat(rows("order_lines", "{\"order_id\":7}")).isPositive();
  }

  @Test
  @Order(5)
  void interrupt_endsAllWithinTwoSeconds() throws Exception {
    Path sample = cache.resolve("sample");
    List<Path> servers =
        List.of(
            sample.resolve("primary/postmaster.pid"), sample.resolve("replica-1/postmaster.pid"));
    assertThat(servers).allMatch(Files::exists);
    long startNanos = System.nanoTime();
    new ProcessBuilder("kill", "-" + interrupt(), String.valueOf(up.pid())).start().waitFor();
    assertThat(up.waitFor(30, TimeUnit.SECONDS)).isTrue();
    Duration took = Duration.ofNanos(System.nanoTime() - startNanos);
    System.err.println("ended " + took.toMillis() + " ms after Ctrl-C");
    // Three times the figure: other builds may run on this machine.
    assertThat(took).isLessThan(Duration.ofSeconds(6));
    assertThat(servers).noneMatch(Files::exists);
  }

  /**
   * Ctrl-C's signal; where this very test runs in a shell's background, its processes are deaf to
   * that one, and SIGTERM takes the same way.
   */
  private static String interrupt() throws IOException {
    Path status = Path.of("/proc", String.valueOf(up.pid()), "status");
    if (!Files.exists(status)) {
      return "INT";
    }
    long ignored =
        Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
            .findFirst()
            .orElse(0);
    return (ignored & SIGINT_BIT) == 0 ? "INT" : "TERM";
  }

  /** A call that the servers themselves show to run. */
  private static CompletableFuture<Integer> runningCall() throws Exception {
    long endNanos = System.nanoTime() + LIMIT.toNanos();
    CompletableFuture<Integer> call = slowCall();
    while (running() == 0) {
      assertThat(System.nanoTime())
          .as(() -> "nothing is seen to run: " + told)
          .isLessThan(endNanos);
      if (call.isDone()) {
        call = slowCall();
      }
      Thread.sleep(20);
    }
    return call;
  }

  /** As superuser, whose password lies beside the data. */
  private static int running() throws IOException, SQLException {
    Path sample = cache.resolve("sample");
    String password = Files.readString(sample.resolve("postgres.password")).strip();
    int running = 0;
    for (String server : List.of("primary", "replica-1")) {
      String port = Files.readAllLines(sample.resolve(server).resolve("postmaster.pid")).get(3);
      try (Connection connection =
              DriverManager.getConnection(
                  "jdbc:postgresql://127.0.0.1:" + port.strip() + "/sluice", "postgres", password);
          Statement statement = connection.createStatement();
          ResultSet result = statement.executeQuery(RUNNING)) {
        result.next();
        running += result.getInt(1);
      }
    }
    return running;
  }

  private static CompletableFuture<Integer> slowCall() {
    return CompletableFuture.supplyAsync(
        () -> rows("slow", "{}"), task -> Thread.ofVirtual().start(task));
  }

  private static void awaitTold(String text) throws InterruptedException {
    long endNanos = System.nanoTime() + LIMIT.toNanos();
    StringBuilder seen = new StringBuilder();
    while (System.nanoTime() < endNanos) {
      String line = told.poll(1, TimeUnit.SECONDS);
      if (line != null && line.contains(text)) {
        return;
      }
      if (line != null) {
        seen.append(line).append('\n');
      }
    }
    throw new AssertionError("nobody said '" + text + "', but:\n" + seen);
  }

  private static String description(String tool) {
    for (JsonNode each : list()) {
      if (each.path("name").asString("").equals(tool)) {
        return each.path("description").asString("");
      }
    }
    throw new AssertionError("no " + tool);
  }

  private static JsonNode list() {
    return new McpClient(url)
        .ask("tools/list", "", JsonMapper.shared().createObjectNode())
        .path("tools");
  }

  private static int rows(String tool, String arguments) {
    ObjectNode params = JsonMapper.shared().createObjectNode().put("name", tool);
    params.set("arguments", JsonMapper.shared().readTree(arguments));
    JsonNode result = new McpClient(url).ask("tools/call", tool, params);
    assertThat(result.path("isError").asBoolean(false)).as(result.toString()).isFalse();
    return result.at("/structuredContent/row_count").asInt();
  }
}
