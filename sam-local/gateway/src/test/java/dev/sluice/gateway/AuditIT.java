package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.catalog.Catalog;
import dev.sluice.control.aws.DynamoDbSwitchStore;
import dev.sluice.control.off.Switch;
import dev.sluice.control.off.SwitchStore;
import dev.sluice.control.off.Target;
import dev.sluice.function.authorizer.AuthorizerHandler;
import dev.sluice.gateway.Visitor.Reply;
import dev.sluice.identity.audit.AuditCheck;
import dev.sluice.servers.ClusterOptions;
import dev.sluice.servers.SampleDatabase;
import dev.sluice.testkit.tokens.TokenIssuer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls of every kind at once, through the gateway and the authorizer to the deployed function in
 * processes that are killed meanwhile: what reached a client has exactly one record.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuditIT {
  private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();
  private static final int THREADS = 4;
  private static final int ROUNDS = 4;
  private static final int KILLS = 3;
  private static final int PROCESSES = 3;
  private static final int CALLS_PER_MINUTE = 15;
  private static final Pattern REFERENCE =
      Pattern.compile("(?i)(?:Sluice-Reference|x-amzn-RequestId)=\\[([-0-9a-f]{36})]");

  /** In rows, arguments, names and addresses; letters and digits alone, which nothing encodes. */
  private static final String VALUE = "zq7Secret";

  @TempDir private static Path folder;
  private final Properties before = new Properties();
  private final Parts parts = new Parts();
  private final Map<String, Reply> replies = new ConcurrentHashMap<>();
  private final AtomicInteger made = new AtomicInteger();
  private final AtomicInteger broken = new AtomicInteger();
  private final AtomicInteger late = new AtomicInteger();
  private Path audit;
  private URI endpoint;
  private TokenIssuer issuer;
  private Processes processes;

  @BeforeAll
  void start() throws Exception {
    before.putAll(System.getProperties());
    Path cache = Files.createDirectories(folder.resolve("cache"));
    System.setProperty("sluice.root", ROOT.toString());
    System.setProperty("sluice.cache", cache.toString());
    CatalogCopy catalog = CatalogCopy.into(folder.resolve("catalog"));
    catalog.write(
        "budgets.yaml", "principal:\n  calls_per_minute: %d\n".formatted(CALLS_PER_MINUTE));
    LocalDatabase database =
        parts.keep(
            LocalDatabase.sample(
                ClusterOptions.forTest(folder.resolve("postgres")),
                SampleDatabase.DEFAULT_SCALE,
                Catalog.read(catalog.folder()),
                line -> {}));
    plant(database);
    UpCommand.configure(database, catalog.folder());
    audit = folder.resolve("audit.jsonl");
    System.setProperty("SLUICE_AUDIT_FILE", audit.toString());
    System.setProperty("SLUICE_OPEN", "false");
    System.setProperty("SLUICE_SECRETS_FOLDER", folder.resolve("secrets").toString());
    System.setProperty("SLUICE_CACHE_URL", parts.keep(LocalCache.start()).url().toString());
    LocalTasks tasks = parts.keep(LocalTasks.start(false, System.err::println));
    tasks.settings().forEach(System::setProperty);
    switchOff(Target.Kind.TOOL, "top_customers");
    switchOff(Target.Kind.PRINCIPAL, "banned");
    processes =
        parts.keep(
            new Processes(
                ROOT,
                Files.createDirectory(folder.resolve("task")),
                Processes.settings(),
                PROCESSES));
    processes.warm(PROCESSES);
    issuer = parts.keep(TokenIssuer.start());
    HttpGateway gateway = parts.keep(HttpGateway.start(0, this::api));
    endpoint = URI.create("http://127.0.0.1:" + gateway.port() + "/mcp");
  }

  @AfterAll
  void stop() {
    parts.close();
    System.setProperties(before);
  }

  private static void plant(LocalDatabase database) throws Exception {
    var cluster = Objects.requireNonNull(database.cluster());
    try (Connection connection = cluster.primary();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "insert into customer values (90000001, '%1$s', '%1$s', 1, '10', 1, 'BUILDING', '%1$s')"
              .formatted(VALUE));
    }
    cluster.awaitReplay();
  }

  private static void switchOff(Target.Kind kind, String name) throws Exception {
    try (SwitchStore store =
        new DynamoDbSwitchStore(TaskStack.switches(LocalTasks.dynamoDb().orElseThrow()))) {
      store.put(new Switch(new Target(kind, name), "", Instant.now()));
    }
  }

  private RestApi api(int port) {
    AuthorizerHandler authorizer =
        GuardedDoor.of(issuer, URI.create("http://127.0.0.1:" + port + "/mcp"));
    return new RestApi(
        new LocalFunction(processes, Duration.ofSeconds(29)),
        new Gate(
            new LocalAuthorizer(
                new LocalFunction(authorizer, Duration.ofSeconds(10)),
                LocalAuthorizer.DEPLOYED_TTL,
                InstantSource.system()),
            authorizer.metadata()),
        InstantSource.system(),
        _ -> {});
  }

  @Test
  void everyReply_hasExactlyOneRecord() throws Exception {
    callAll();
    List<String> lines = Files.readAllLines(audit);
    assertOneEach(lines);
    assertThat(AuditCheck.firstBroken(lines)).isEmpty();
    assertThat(String.join("\n", lines)).doesNotContain(VALUE);
    assertKinds(lines);
    assertRemovalShows(lines);
    assertCommandFinds(lines);
  }

  private void callAll() throws Exception {
    List<Future<?>> threads = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(THREADS)) {
      for (int thread = 0; thread < THREADS; thread++) {
        String name = "caller" + thread;
        threads.add(pool.submit(() -> callEach(name)));
      }
      int all = THREADS * ROUNDS * calls("count").size();
      int kills = 0;
      while (kills < KILLS && threads.stream().noneMatch(Future::isDone)) {
        Thread.sleep(5);
        if (made.get() > all * (kills + 1) / (KILLS + 1)) {
          processes.kill();
          kills++;
        }
      }
      for (Future<?> thread : threads) {
        thread.get();
      }
    }
    assertThat(made.get()).isGreaterThan(300);
  }

  private void callEach(String name) {
    for (int round = 0; round < ROUNDS; round++) {
      for (Supplier<Reply> call : calls(name + "-" + round)) {
        made.incrementAndGet();
        keep(call.get());
      }
    }
  }

  /** The record was written before the answer: it is there as soon as that is. */
  private void keep(Reply reply) {
    Matcher name = REFERENCE.matcher(reply.headers());
    Set<String> references = new HashSet<>();
    while (name.find()) {
      references.add(name.group(1));
    }
    String written = read();
    List<String> recorded = references.stream().filter(written::contains).toList();
    if (reply.status() == 502 && recorded.isEmpty()) {
      broken.incrementAndGet(); // By the gateway, whose function was killed: it holds no data.
      return;
    }
    if (reply.status() == 504 && recorded.isEmpty()) {
      late.incrementAndGet(); // By the gateway: another process was not there soon enough.
      return;
    }
    assertThat(recorded).as("recorded: " + reply.all()).hasSize(1);
    assertThat(replies.put(recorded.getFirst(), reply)).as("the same reference twice").isNull();
  }

  private String read() {
    try {
      return Files.readString(audit);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** One of each kind, with values wherever a caller can put some. */
  private List<Supplier<Reply>> calls(String name) {
    Visitor one = visitor(name, "sql.query pii.read");
    Visitor few = visitor(name, "other");
    Visitor spender = visitor("spender", "sql.query");
    Visitor banned = visitor("banned", "sql.query");
    Visitor nobody = new Visitor(endpoint, VALUE + "." + VALUE + "." + VALUE, "", "", "");
    String named = "{\"name\":\"" + VALUE + "\"}";
    String task = "{\"taskId\":\"" + VALUE + "\"}";
    return List.of(
        () -> one.tool("find_customers", named),
        () -> one.tool("find_customers", named),
        () -> one.tool("customer_orders", "{\"customer_id\":\"" + VALUE + "\"}"),
        () -> one.tool("query", "{\"sql\":\"delete from orders where 'a' = '" + VALUE + "'\"}"),
        () -> one.tool("query", "{\"sql\":\"select cast(c_name as integer) as n from customer\"}"),
        () -> one.tool("top_customers", "{\"from\":\"1992-01-01\",\"until\":\"1999-01-01\"}"),
        () -> one.tool(VALUE, named),
        () -> one.modern(VALUE, null, "{}"),
        () -> one.raw("/mcp", "{\"" + VALUE),
        () -> one.raw("/mcp?q=" + VALUE, "[]"),
        () -> one.get("/mcp"),
        () -> one.modern("tools/list", null, "{}"),
        () -> one.legacy("ping", "{}"),
        () -> one.legacyTool("task_status", "{\"task_id\":\"" + VALUE + "\"}"),
        () -> one.tool("start_query", "{\"sql\":\"select '" + VALUE + "' as a\"}"),
        () -> one.modern("tasks/get", VALUE, task),
        () -> read(one, "sluice://relations/public.customer"),
        () -> read(one, "sluice://relations/" + VALUE),
        () ->
            one.modern(
                "prompts/get",
                "customer_brief",
                "{\"name\":\"customer_brief\",\"arguments\":{\"customer\":\"" + VALUE + "\"}}"),
        () -> few.legacyTool("query", "{\"sql\":\"select '" + VALUE + "' as a\"}"),
        () -> few.tool("query", "{\"sql\":\"select '" + VALUE + "' as a\"}"),
        () -> nobody.tool("query", "{}"),
        () -> banned.tool("find_customers", named),
        () -> spender.tool("find_customers", named),
        () -> spender.tool("find_customers", named),
        () -> spender.tool("get_budget", "{}"));
  }

  private static Reply read(Visitor one, String uri) {
    return one.modern("resources/read", uri, "{\"uri\":\"" + uri + "\"}");
  }

  private Visitor visitor(String subject, String scopes) {
    String token =
        issuer.token(
            endpoint.toString(),
            Instant.now(),
            Map.of("sub", subject, "tenant", "BUILDING", "scope", scopes, "name", VALUE));
    return new Visitor(endpoint, token, "BUILDING", subject, scopes);
  }

  private void assertOneEach(List<String> lines) {
    List<String> recorded =
        lines.stream()
            .map(line -> JsonMapper.shared().readTree(line).path("reference").asString())
            .toList();
    assertThat(recorded).doesNotHaveDuplicates().containsAll(replies.keySet());
    // What is left over was written, and its process killed before the answer went out.
    assertThat(recorded.size() - replies.size())
        .isBetween(PROCESSES, PROCESSES + KILLS + late.get());
    assertThat(broken.get()).isBetween(0, KILLS);
    assertThat(replies.size() + broken.get() + late.get()).isEqualTo(made.get());
    assertThat(replies).hasSizeGreaterThan(300);
  }

  /** That all of these kinds were among them. */
  private static void assertKinds(List<String> lines) {
    Set<String> kinds = new TreeSet<>();
    Set<String> sources = new TreeSet<>();
    for (String line : lines) {
      JsonNode record = JsonMapper.shared().readTree(line);
      kinds.add(
          "%s %s %s %s"
              .formatted(
                  record.path("status").asString(),
                  record.path("verdict").asString(),
                  record.path("layer").asString(),
                  record.path("code").asString()));
      sources.add(record.path("source").asString());
    }
    assertThat(kinds)
        .contains(
            "200 allowed  ",
            "200 refused statement statement_refused",
            "200 refused budget over_budget",
            "200 refused catalogue switched_off",
            "401 refused caller malformed",
            "403 refused scope insufficient_scope");
    assertThat(sources).contains("replica-1", "cache of replica-1");
  }

  private void assertRemovalShows(List<String> lines) {
    int seen = 0;
    for (int at = 0; at < lines.size(); at++) {
      JsonNode record = JsonMapper.shared().readTree(lines.get(at));
      String chain = record.path("environment").asString();
      boolean last =
          lines.subList(at + 1, lines.size()).stream().noneMatch(line -> line.contains(chain));
      if (last) {
        continue; // The end of a chain is for storage that nobody may overwrite.
      }
      List<String> without = new ArrayList<>(lines);
      without.remove(at);
      Optional<AuditCheck.Broken> broken = AuditCheck.firstBroken(without);
      long sequence = record.path("sequence").asLong();
      assertThat(broken.orElseThrow().problem())
          .isEqualTo("records %1$d to %1$d are missing".formatted(sequence));
      seen++;
    }
    assertThat(seen).isGreaterThan(300);
  }

  private void assertCommandFinds(List<String> lines) {
    for (String reference : replies.keySet()) {
      StringWriter said = new StringWriter();
      PrintWriter writer = new PrintWriter(said, true);
      assertThat(Main.run(writer, writer, "audit", "--file", audit.toString(), reference)).isZero();
      assertThat(said.toString())
          .contains("reference    " + reference, lines.size() + " records; every chain holds")
          .containsOnlyOnce("sequence");
    }
  }
}
