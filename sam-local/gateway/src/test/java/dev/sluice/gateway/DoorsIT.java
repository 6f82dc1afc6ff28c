package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.catalog.BuiltInTools;
import dev.sluice.catalog.Catalog;
import dev.sluice.function.authorizer.AuthorizerHandler;
import dev.sluice.gateway.Visitor.Reply;
import dev.sluice.identity.ResourceMetadata;
import dev.sluice.protocol.Method;
import dev.sluice.servers.ClusterOptions;
import dev.sluice.servers.PostgresCluster;
import dev.sluice.servers.SampleDatabase;
import dev.sluice.testkit.tokens.TokenIssuer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whoever comes to whatever door, gets nothing of anybody else's: every pair of principals at every
 * door, over HTTP, with tokens, a database with policies, the cache, and the stores of tasks.
 */
class DoorsIT {
  private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();
  private static final List<String> TENANTS = List.of("BUILDING", "AUTOMOBILE");
  private static final List<String> SUBJECTS = List.of("ada", "bob");
  private static final String FULL = "sql.query pii.read";
  private static final String FEW = "parts.read";
  private static final long LIMIT_NANOS = Duration.ofSeconds(60).toNanos();

  @TempDir private static Path folder;
  private static final Properties BEFORE = new Properties();
  private static final Parts PARTS = new Parts();
  private static final List<Visitor> principals = new ArrayList<>();
  private static final List<Visitor> strangers = new ArrayList<>();
  private static final Map<String, Belongings> belongings = new LinkedHashMap<>();
  private static TokenIssuer issuer;
  private static URI endpoint;
  private static Set<String> metadataPaths = Set.of();
  private static Path audit = Path.of("");

  @BeforeAll
  static void start() throws Exception {
    BEFORE.putAll(System.getProperties());
    System.setProperty("sluice.root", ROOT.toString());
    System.setProperty("sluice.cache", folder.resolve("cache").toString());
    Files.createDirectories(folder.resolve("cache"));
    LocalDatabase database =
        PARTS.keep(
            LocalDatabase.sample(
                ClusterOptions.forTest(folder.resolve("postgres")),
                SampleDatabase.DEFAULT_SCALE,
                Catalog.read(ROOT.resolve("catalog")),
                line -> {}));
    plant(Objects.requireNonNull(database.cluster()));
    UpCommand.configure(database, ROOT.resolve("catalog"));
    System.setProperty("SLUICE_CACHE_URL", PARTS.keep(LocalCache.start()).url().toString());
    PARTS
        .keep(LocalTasks.start(false, System.err::println))
        .settings()
        .forEach(System::setProperty);
    audit = folder.resolve("audit.jsonl");
    System.setProperty("SLUICE_AUDIT_FILE", audit.toString());
    System.setProperty("SLUICE_SECRETS_FOLDER", folder.resolve("secrets").toString());
    issuer = PARTS.keep(TokenIssuer.start());
    endpoint =
        PARTS
            .keep(LocalGateway.startGuarded(0, DoorsIT::authorizer, System.err::println))
            .endpoint();
    for (String tenant : TENANTS) {
      for (String subject : SUBJECTS) {
        for (String scopes : List.of(FULL, FEW)) {
          principals.add(visitor(tenant, subject, scopes, Instant.now()));
        }
      }
    }
    strangers.add(new Visitor(endpoint, null, "", "nobody", ""));
    strangers.add(visitor("BUILDING", "ada", FULL, Instant.now().minus(Duration.ofHours(2))));
    for (Visitor one : principals) {
      belongings.put(one.name(), settle(one));
    }
  }

  @AfterAll
  static void stop() {
    PARTS.close();
    System.setProperties(BEFORE);
  }

  private static AuthorizerHandler authorizer(URI own) {
    AuthorizerHandler handler = GuardedDoor.of(issuer, own);
    metadataPaths = Set.of(handler.metadata().metadata().getPath(), ResourceMetadata.rootPath());
    return handler;
  }

  private static Visitor visitor(String tenant, String subject, String scopes, Instant issued) {
    String token =
        issuer.token(
            endpoint.toString(), issued, Map.of("sub", subject, "tenant", tenant, "scope", scopes));
    return new Visitor(endpoint, token, tenant, subject, scopes);
  }

  /** A customer for each tenant, with an order and a line, whose every value is known. */
  private static void plant(PostgresCluster cluster) throws SQLException {
    try (Connection connection = cluster.primary();
        Statement statement = connection.createStatement()) {
      for (String tenant : TENANTS) {
        Planted row = Planted.of(TENANTS.indexOf(tenant) + 1);
        statement.execute(
            ("insert into customer values (%d, '%s', '%s', 1, '10-100-100-1000', %s, '%s',"
                    + " 'looks harmless, %s')")
                .formatted(
                    row.key(), row.name(), row.address(), row.balance(), tenant, row.comment()));
        statement.execute(
            "insert into orders values (%1$d, %1$d, 'O', %2$s, '1998-01-01', 'x', 'x', 0, 'x')"
                .formatted(row.key(), row.price()));
        statement.execute(
            ("insert into lineitem select %1$d, ps_partkey, ps_suppkey, 1, 1, %2$s, 0, 0, 'N', 'O',"
                    + " '1998-01-01', '1998-01-01', '1998-01-01', 'x', 'x', 'x' from partsupp"
                    + " limit 1")
                .formatted(row.key(), row.price()));
      }
    }
    cluster.awaitReplay();
  }

  /** What somebody leaves behind: answers that are kept, a cursor, and a task with its result. */
  private static Belongings settle(Visitor one) throws IOException {
    int tenant = TENANTS.indexOf(one.tenant()) + 1;
    Recorded recorded =
        recorded(one.tool("find_customers", "{\"name\":\"" + Planted.NAMES + "\"}"));
    one.tool("customer_orders", "{\"customer_id\":" + Planted.of(tenant).key() + "}");
    String cursor =
        one.tool("find_customers", "{}")
            .json()
            .at("/result/structuredContent/next_cursor")
            .asString();
    String own = "OwnMark" + one.tenant() + one.subject();
    if (!one.scopes().equals(FULL)) {
      // It was left by the same caller with another token.
      Belongings before = Objects.requireNonNull(belongings.get(one.withScopes(FULL)));
      return new Belongings(one, tenant, cursor, own, before.taskId(), before.link(), recorded);
    }
    String sql =
        "select c_name, c_address, c_comment, '%s' as own from customer where c_name like '%s%%'"
            .formatted(own, Planted.NAMES);
    String id =
        one.tool("start_query", "{\"sql\":\"" + sql + "\"}")
            .json()
            .at("/result/structuredContent/task_id")
            .asString();
    long endNanos = System.nanoTime() + LIMIT_NANOS;
    JsonNode state;
    do {
      state = one.modern("tasks/get", id, "{\"taskId\":\"" + id + "\"}").json().path("result");
      assertThat(System.nanoTime()).as("the task takes too long").isLessThan(endNanos);
    } while (state.path("status").asString("").equals("working"));
    String link = state.at("/result/structuredContent/links/0/url").asString();
    return new Belongings(one, tenant, cursor, own, id, URI.create(link), recorded);
  }

  /** The record of an answer. */
  private static Recorded recorded(Reply reply) throws IOException {
    for (String line : Files.readAllLines(audit)) {
      JsonNode record = JsonMapper.shared().readTree(line);
      String reference = record.path("reference").asString();
      if (reply.headers().contains(reference)) {
        String subject = record.path("subject").asString();
        assertThat(subject).isNotEmpty();
        return new Recorded(
            reference,
            subject,
            record.path("arguments").asString(),
            record.path("hash").asString());
      }
    }
    throw new AssertionError("there is no record of " + reply.all());
  }

  /** From what the product says of itself: nobody keeps a list. */
  private static Set<String> doors() throws IOException {
    Set<String> doors = new TreeSet<>();
    methods("modern/ModernEra.java").forEach(name -> doors.add("2026-07-28 " + name));
    methods("legacy/LegacyEra.java").forEach(name -> doors.add("2025-11-25 " + name));
    Visitor one = principals.getFirst();
    listed(one, "tools/list", "tools", "name").forEach(name -> doors.add("tool " + name));
    BuiltInTools.SCOPES.keySet().forEach(name -> doors.add("tool " + name));
    listed(one, "prompts/list", "prompts", "name").forEach(name -> doors.add("prompt " + name));
    listed(one, "resources/templates/list", "resourceTemplates", "uriTemplate")
        .forEach(name -> doors.add("template " + name));
    metadataPaths.forEach(path -> doors.add("path " + path));
    doors.addAll(DoorCases.BESIDE);
    return doors;
  }

  /** A switch cannot be asked what it knows, so its source is. */
  private static Set<String> methods(String file) throws IOException {
    String source =
        Files.readString(
            ROOT.resolve("functions/protocol/src/main/java/dev/sluice/protocol").resolve(file));
    Set<String> names = new TreeSet<>();
    Matcher cases = Pattern.compile("case ([A-Z_]+(?:,\\s+[A-Z_]+)*) ->").matcher(source);
    while (cases.find()) {
      for (String name : cases.group(1).split(",\\s+", -1)) {
        names.add(Method.valueOf(name).wireName());
      }
    }
    names.remove(Method.UNKNOWN.wireName());
    assertThat(names).as(file).contains("tools/call").hasSizeGreaterThan(10);
    return names;
  }

  private static List<String> listed(Visitor one, String method, String list, String field) {
    List<String> names =
        one.modern(method, null, "{}")
            .json()
            .path("result")
            .path(list)
            .valueStream()
            .map(item -> item.path(field).asString())
            .toList();
    assertThat(names).as(method).isNotEmpty();
    return names;
  }

  @Test
  void doors_ofTheProduct_eachHasACase() throws IOException {
    assertThat(DoorCases.ALL.keySet())
        .as("a door without a case: add it to DoorCases; a case without a door: take it out")
        .containsExactlyInAnyOrderElementsOf(doors());
  }

  /** Otherwise silence at the doors of others would say nothing. */
  @TestFactory
  Stream<DynamicTest> ownDoors_showWhatIsOnesOwn() {
    return principals.stream()
        .filter(one -> one.scopes().equals(FULL))
        .map(
            one ->
                DynamicTest.dynamicTest(
                    one.name(),
                    () -> {
                      Belongings own = belongings(one);
                      for (String door : DoorCases.SHOWING) {
                        String said =
                            attempt(door).tries(one, own).stream()
                                .map(Reply::all)
                                .collect(Collectors.joining());
                        assertThat(own.recorded().all()).noneMatch(said::contains);
                        assertThat(own.all().stream().anyMatch(said::contains))
                            .as(door + ": " + said)
                            .isTrue();
                      }
                    }));
  }

  @TestFactory
  Stream<DynamicTest> everyDoor_ofAnother_givesNothingOfTheirs() {
    return principals.stream()
        .flatMap(
            owner ->
                Stream.concat(principals.stream(), strangers.stream())
                    .filter(visitor -> !visitor.equals(owner))
                    .map(
                        visitor ->
                            DynamicTest.dynamicTest(
                                visitor.name() + " comes to " + owner.name(),
                                () -> tryAll(visitor, belongings(owner)))));
  }

  private static void tryAll(Visitor visitor, Belongings of) {
    List<String> forbidden = of.hiddenFrom(visitor);
    boolean stranger = strangers.contains(visitor);
    List<String> wrong = new ArrayList<>();
    DoorCases.ALL.forEach(
        (door, attempt) -> {
          for (Reply reply : attempt.tries(visitor, of)) {
            forbidden.stream()
                .filter(reply.all()::contains)
                .forEach(mark -> wrong.add(door + " gives " + mark + ": " + reply.all()));
            // A link is S3's to refuse, and the documents are there to be read.
            boolean open = door.startsWith("path ");
            int refused = door.equals("beside link") || isNowhere(reply) ? 403 : 401;
            if (stranger && !open && reply.status() != refused) {
              wrong.add(door + " is open: " + reply.all());
            }
          }
        });
    assertThat(wrong).isEmpty();
  }

  /** What API Gateway says, to whomever, of a path that it does not have. */
  private static boolean isNowhere(Reply reply) {
    return reply.body().equals("{\"message\": \"Missing Authentication Token\"}");
  }

  /** Records are no client's, not even of its own calls. */
  @Test
  void audit_ofAnyone_isInNoAnswerAndNoOneElsesFile() throws IOException {
    for (Visitor one : principals) {
      for (Reply reply : attempt("beside audit").tries(one, belongings(one))) {
        assertThat(reply.all()).doesNotContain(belongings(one).recorded().all());
        assertThat(reply.status() >= 400 || reply.body().contains("rror")).as(reply.all()).isTrue();
      }
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(audit)))
        .isEqualTo("rw-------");
  }

  /** A number of another could only be seen in one's own: it does not move when the other calls. */
  @TestFactory
  Stream<DynamicTest> budget_ofAnother_isNotInOnesOwn() {
    return principals.stream()
        .flatMap(
            owner ->
                principals.stream()
                    .map(
                        visitor ->
                            DynamicTest.dynamicTest(
                                visitor.name() + " looks while " + owner.name() + " reads",
                                () -> assertBudgets(visitor, owner))));
  }

  private static void assertBudgets(Visitor visitor, Visitor owner) {
    Map<String, Long> before = rowsUsed(visitor);
    assertThat(owner.tool("find_customers", "{\"name\":\"" + Planted.NAMES + "\"}").status())
        .isEqualTo(200);
    Map<String, Long> after = rowsUsed(visitor);
    boolean ofOne = visitor.tenant().equals(owner.tenant());
    boolean own = ofOne && visitor.subject().equals(owner.subject());
    assertThat(Objects.equals(after.get("principal"), before.get("principal"))).isEqualTo(!own);
    assertThat(Objects.equals(after.get("tenant"), before.get("tenant"))).isEqualTo(!ofOne);
  }

  /** By whose they are. */
  private static Map<String, Long> rowsUsed(Visitor visitor) {
    Map<String, Long> used = new LinkedHashMap<>();
    visitor
        .tool("get_budget", "{}")
        .json()
        .at("/result/structuredContent/budgets")
        .valueStream()
        .filter(one -> one.path("budget").asString().equals("rows_per_day"))
        .forEach(one -> used.put(one.path("of").asString(), one.path("used").asLong()));
    assertThat(used).containsOnlyKeys("principal", "tenant");
    return used;
  }

  /** What is not theirs is told in the very words of what is not there. */
  @TestFactory
  Stream<DynamicTest> task_ofAnother_isToldAsOneThatIsNotThere() {
    return principals.stream()
        .flatMap(
            owner ->
                principals.stream()
                    .filter(visitor -> !belongings(owner).isOwnedBy(visitor))
                    .map(
                        visitor ->
                            DynamicTest.dynamicTest(
                                visitor.name() + " comes to " + owner.name(),
                                () -> assertToldAlike(visitor, belongings(owner)))));
  }

  private static void assertToldAlike(Visitor visitor, Belongings of) {
    String id = of.taskId();
    String unknown = (id.charAt(0) == 'A' ? 'B' : 'A') + id.substring(1);
    for (String door : DoorCases.OF_TASKS) {
      DoorCases.Attempt attempt = attempt(door);
      List<String> foreign = plain(attempt.tries(visitor, of), id);
      assertThat(foreign)
          .as(door)
          .isEqualTo(plain(attempt.tries(visitor, of.withTask(unknown)), unknown));
      assertThat(foreign).as(door).allMatch(text -> text.contains("rror") && text.contains("task"));
    }
    // And nobody has cancelled it.
    Visitor owner = principals.stream().filter(of::isOwnedBy).findFirst().orElseThrow();
    assertThat(owner.modern("tasks/get", id, "{\"taskId\":\"" + id + "\"}").body())
        .contains("\"completed\"");
  }

  private static List<String> plain(List<Reply> replies, String id) {
    return replies.stream().map(reply -> reply.body().replace(id, "<id>")).toList();
  }

  private static DoorCases.Attempt attempt(String door) {
    return Objects.requireNonNull(DoorCases.ALL.get(door), door);
  }

  private static Belongings belongings(Visitor one) {
    return Objects.requireNonNull(belongings.get(one.name()));
  }

  /** What was written into the database for a tenant. */
  record Planted(
      long key, String name, String address, String balance, String price, String comment) {
    static final String NAMES = "MarkTenant";

    static Planted of(int tenant) {
      return new Planted(
          90_000_000L + tenant,
          NAMES + tenant + "zq",
          "AddressMark" + tenant + "zq",
          "881100" + tenant + ".03",
          "772200" + tenant + ".07",
          "CommentMark" + tenant + "zq");
    }
  }

  /** What the record of somebody's call says that nobody may see. */
  record Recorded(String reference, String subject, String arguments, String hash) {
    List<String> all() {
      return List.of(subject, arguments, hash);
    }
  }

  /**
   * What somebody has.
   *
   * @param tenant as a number
   * @param mark in the rows of the task's result
   * @param link to the first part of that result
   * @param recorded of a call
   */
  record Belongings(
      Visitor owner,
      int tenant,
      String cursor,
      String mark,
      String taskId,
      URI link,
      Recorded recorded) {
    Belongings withTask(String id) {
      return new Belongings(owner, tenant, cursor, mark, id, link, recorded);
    }

    /** Of the recorded call. */
    String reference() {
      return recorded.reference();
    }

    /** Tasks are begun with all scopes, and a lesser token of the same caller does not do. */
    boolean isOwnedBy(Visitor visitor) {
      return visitor.tenant().equals(owner.tenant())
          && visitor.subject().equals(owner.subject())
          && visitor.scopes().equals(FULL);
    }

    Planted planted() {
      return Planted.of(tenant);
    }

    List<String> all() {
      Planted row = planted();
      return List.of(mark, row.name(), row.balance(), row.price(), row.address(), row.comment());
    }

    /** Tenants share their rows; who may read people's data sees what masks hide. */
    List<String> hiddenFrom(Visitor visitor) {
      Planted row = planted();
      List<String> hidden = new ArrayList<>(recorded.all());
      boolean stranger = strangers.contains(visitor);
      if (stranger || !isOwnedBy(visitor)) {
        hidden.add(mark);
      }
      if (stranger || !visitor.tenant().equals(owner.tenant())) {
        hidden.addAll(List.of(row.name(), row.balance(), row.price()));
      }
      if (stranger || !visitor.scopes().equals(FULL) || !visitor.tenant().equals(owner.tenant())) {
        hidden.addAll(List.of(row.address(), row.comment()));
      }
      return hidden;
    }
  }
}
