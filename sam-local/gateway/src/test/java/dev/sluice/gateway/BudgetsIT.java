package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.catalog.Catalog;
import dev.sluice.gateway.Visitor.Reply;
import dev.sluice.servers.ClusterOptions;
import dev.sluice.servers.RedisServer;
import dev.sluice.servers.SampleDatabase;
import dev.sluice.testkit.tokens.TokenIssuer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Budgets and switches all the way: HTTP, a token, the function, Redis and DynamoDB. */
class BudgetsIT {
  private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();
  private static final int CALLS = 20;
  private static final int THREADS = 8;
  private static final int ROWS = 5;
  private static final String BUDGETS =
      """
      principal:
        calls_per_minute: %d
        rows_per_day: 1000
        bytes_per_day: 100000
        database_ms_per_day: 3600000
      tenant:
        calls_per_minute: 30
      """
          .formatted(CALLS);
  private static final String REGIONS = "{\"sql\":\"select r_regionkey, r_name from region\"}";

  /** A store that is away costs a call 50 ms, and this machine may be busy. */
  private static final Duration MOST_OF_A_CALL = Duration.ofMillis(1_500);

  private static final Duration MOST_OF_A_SWITCH = Duration.ofSeconds(10);
  private static final AtomicInteger NAMES = new AtomicInteger();

  @TempDir private static Path folder;
  private static final Properties BEFORE = new Properties();
  private static final Parts PARTS = new Parts();
  private static RedisServer redis;
  private static TokenIssuer issuer;
  private static URI endpoint;

  @BeforeAll
  static void start() throws Exception {
    BEFORE.putAll(System.getProperties());
    System.setProperty("sluice.root", ROOT.toString());
    System.setProperty("sluice.cache", folder.resolve("cache").toString());
    Files.createDirectories(folder.resolve("cache"));
    CatalogCopy catalog = CatalogCopy.into(folder.resolve("catalog"));
    catalog.write("budgets.yaml", BUDGETS);
    LocalDatabase database =
        PARTS.keep(
            LocalDatabase.sample(
                ClusterOptions.forTest(folder.resolve("postgres")),
                SampleDatabase.DEFAULT_SCALE,
                Catalog.read(catalog.folder()),
                line -> {}));
    UpCommand.configure(database, catalog.folder());
    redis = PARTS.keep(RedisServer.start(folder.resolve("redis")));
    System.setProperty("SLUICE_CACHE_URL", "redis://127.0.0.1:" + redis.port());
    PARTS
        .keep(LocalTasks.start(false, System.err::println))
        .settings()
        .forEach(System::setProperty);
    System.setProperty("SLUICE_SWITCHES_SECONDS", "1");
    System.setProperty("SLUICE_SECRETS_FOLDER", folder.resolve("secrets").toString());
    System.setProperty("SLUICE_AUDIT_FILE", folder.resolve("audit.jsonl").toString());
    issuer = PARTS.keep(TokenIssuer.start());
    endpoint =
        PARTS
            .keep(
                LocalGateway.startGuarded(
                    0, own -> GuardedDoor.of(issuer, own), System.err::println))
            .endpoint();
  }

  @AfterAll
  static void stop() {
    PARTS.close();
    System.setProperties(BEFORE);
  }

  private static Visitor visitor(String tenant, String subject) {
    String token =
        issuer.token(
            endpoint.toString(),
            Instant.now(),
            Map.of("sub", subject, "tenant", tenant, "scope", "sql.query"));
    return new Visitor(endpoint, token, tenant, subject, "sql.query");
  }

  /** Somebody of a tenant, whom nobody has seen before. */
  private static Visitor newcomer() {
    int number = NAMES.incrementAndGet();
    return visitor("tenant-" + number, "somebody-" + number);
  }

  /** What is counted by the minute is shown within one; where that ended meanwhile, once more. */
  private static void withinAMinute(Consumer<Visitor> shown) {
    for (int attempt = 1; ; attempt++) {
      long minute = minute();
      try {
        shown.accept(newcomer());
        if (minute == minute()) {
          return;
        }
      } catch (AssertionError e) {
        if (minute == minute() || attempt == 3) {
          throw e;
        }
      }
    }
  }

  private static long minute() {
    return Instant.now().getEpochSecond() / 60;
  }

  @Test
  void call_eightThreadsAtOnce_asManyAreAnsweredAsThereAre() {
    withinAMinute(
        one -> {
          List<Reply> replies = atOnce(List.of(one), 4 * CALLS);

          assertThat(replies).filteredOn(BudgetsIT::isAnswered).hasSize(CALLS);
          assertThat(replies).filteredOn(BudgetsIT::isOverBudget).hasSize(3 * CALLS);
        });
  }

  @Test
  void call_callersOfOneTenant_areBoundedTogether() {
    withinAMinute(
        one -> {
          List<Reply> replies =
              atOnce(List.of(one, visitor(one.tenant(), one.subject() + "-too")), 80);

          assertThat(replies).filteredOn(BudgetsIT::isAnswered).hasSize(30);
          assertThat(replies)
              .filteredOn(reply -> reply.body().contains("calls_per_minute of your tenant"))
              .isNotEmpty();
        });
  }

  @Test
  void call_overBudget_isToldWhatIsUsedUpAndWhenToComeBack() {
    withinAMinute(
        one -> {
          for (int i = 0; i < CALLS; i++) {
            assertThat(ask(one)).matches(BudgetsIT::isAnswered);
          }
          JsonNode over = ask(one).json().path("result");
          Instant next = Instant.ofEpochSecond((minute() + 1) * 60);

          assertThat(over.path("isError").asBoolean()).isTrue();
          assertThat(over.at("/content/0/text").asString())
              .matches(
                  "Over budget: the calls_per_minute of yours are used up: 20 of 20\\. Come back in"
                      + " \\d+ s, at "
                      + next
                      + "\\. get_budget tells what is left\\. Reference: \\S+");
          JsonNode told = over.path("structuredContent");
          assertThat(told.path("budget").asString()).isEqualTo("calls_per_minute");
          assertThat(told.path("resets_at").asString()).isEqualTo(next.toString());
          assertThat(told.path("retry_after_seconds").asInt()).isBetween(1, 60);
          JsonNode resource =
              one.modern(
                      "resources/read",
                      "sluice://relations/orders",
                      "{\"uri\":\"sluice://relations/orders\"}")
                  .json();
          assertThat(resource.at("/error/message").asString())
              .startsWith("Over budget: the calls_per_minute of yours are used up: 20 of 20.");
        });
  }

  @Test
  void getBudget_afterCalls_tellsWhatWasUsedAndCostsNothing() {
    withinAMinute(
        one -> {
          int rows = 0;
          for (int i = 0; i < 3; i++) {
            assertThat(ask(one)).matches(BudgetsIT::isAnswered);
            rows += ROWS;
          }
          for (int i = 0; i < 2 * CALLS; i++) {
            assertThat(used(one, "principal", "calls_per_minute")).isEqualTo(3);
          }
          assertThat(used(one, "principal", "rows_per_day")).isEqualTo(rows);
          assertThat(used(one, "principal", "bytes_per_day")).isBetween(300L, 900L);
          assertThat(used(one, "tenant", "calls_per_minute")).isEqualTo(3);
        });
  }

  @Test
  void call_redisKilled_isAnsweredWithinTheSameBudgetAndToldToItLater() {
    withinAMinute(
        one -> {
          for (int i = 0; i < 5; i++) {
            assertThat(ask(one)).matches(BudgetsIT::isAnswered);
          }
          redis.kill();
          try {
            assertBoundedHere(one);
          } finally {
            redis.restart();
          }
          // The store has forgotten all, and learns from whoever comes.
          assertThat(used(one, "principal", "calls_per_minute")).isEqualTo(CALLS);
          assertThat(used(one, "principal", "rows_per_day")).isEqualTo(CALLS * ROWS);
          awaitRedis(one);
          assertThat(ask(one)).matches(BudgetsIT::isOverBudget);
        });
  }

  @Test
  void call_redisFrozen_isAnsweredWithinTheSameBudgetAndInTime() {
    withinAMinute(
        one -> {
          for (int i = 0; i < 5; i++) {
            assertThat(ask(one)).matches(BudgetsIT::isAnswered);
          }
          redis.pause();
          try {
            assertBoundedHere(one);
          } finally {
            redis.resume();
          }
          awaitRedis(one);
          // What was sent to it may have been counted though nobody heard so.
          assertThat(used(one, "principal", "calls_per_minute"))
              .isGreaterThanOrEqualTo(CALLS)
              .isLessThan(CALLS + 5);
        });
  }

  private static void assertBoundedHere(Visitor one) {
    List<Long> millis = new ArrayList<>();
    for (int i = 5; i < CALLS; i++) {
      long startNanos = System.nanoTime();
      assertThat(ask(one)).matches(BudgetsIT::isAnswered);
      millis.add((System.nanoTime() - startNanos) / 1_000_000);
    }
    assertThat(ask(one)).matches(BudgetsIT::isOverBudget);
    System.err.println("calls while Redis is away, ms: " + millis);
    assertThat(Collections.max(millis)).isLessThan(MOST_OF_A_CALL.toMillis());
  }

  /** Until the counters are in the store again, and not in this environment alone. */
  private static void awaitRedis(Visitor one) {
    long endNanos = System.nanoTime() + Duration.ofSeconds(15).toNanos();
    while (!redis.ask("KEYS", "sluice:budget:*").contains("sluice:budget:")) {
      assertThat(System.nanoTime()).as("nobody counts in Redis again").isLessThan(endNanos);
      ask(one);
    }
  }

  @Test
  void disable_toolTenantAndPrincipal_refusesThemUntilTheyAreEnabled() {
    Visitor ofTenant = newcomer();
    Visitor ofTool = newcomer();
    Visitor own = newcomer();
    Visitor beside = visitor(own.tenant(), "beside-" + own.subject());
    assertThat(run("disabled")).isEqualTo("Nothing is switched off.\n");
    assertThat(run("disable", "tool:list_relations", "--why", "It is being changed"))
        .isEqualTo("tool:list_relations is switched off: in force everywhere within a minute.\n");
    assertThat(run("disable", "tenant:" + ofTenant.tenant()))
        .isEqualTo(
            "tenant:"
                + ofTenant.tenant()
                + " is switched off: in force everywhere within a"
                + " minute.\n");
    assertThat(run("disable", "principal:" + own.subject(), "--why", "The key was stolen."))
        .startsWith("principal:" + own.subject() + " is switched off");
    try {
      awaitSwitch(own, reply -> reply.status() == 403);
      JsonNode stolen = listTools(own).json().path("error");
      assertThat(stolen.path("message").asString())
          .matches(
              "You are switched off since \\S+: The key was stolen\\. Ask the owner of this"
                  + " server\\. Reference: \\S+");
      assertThat(stolen.at("/data/error").asString()).isEqualTo("switched_off");
      Reply tenant = listTools(ofTenant);
      assertThat(tenant.status()).isEqualTo(403);
      assertThat(tenant.json().at("/error/message").asString())
          .matches(
              "Your tenant is switched off since \\S+Z\\. Ask the owner of this server\\."
                  + " Reference: \\S+");
      assertThat(listTools(beside)).matches(reply -> reply.status() == 200);
      assertThat(listTools(ofTool).body()).doesNotContain("\"list_relations\"");
      JsonNode refused = ofTool.tool("list_relations", "{}").json().path("result");
      assertThat(refused.path("isError").asBoolean()).isTrue();
      assertThat(refused.at("/content/0/text").asString())
          .matches(
              "The tool 'list_relations' is switched off since \\S+: It is being changed\\. Ask the"
                  + " owner of this server\\. Reference: \\S+");
      assertThat(ask(ofTool)).matches(BudgetsIT::isAnswered);
      assertThat(run("disabled"))
          .contains("principal:" + own.subject(), "The key was stolen.", "tool:list_relations");
    } finally {
      run("enable", "principal:" + own.subject());
      run("enable", "tenant:" + ofTenant.tenant());
      run("enable", "tool:list_relations");
    }
    awaitSwitch(own, reply -> reply.status() == 200);
    assertThat(listTools(ofTenant).status()).isEqualTo(200);
    assertThat(ofTool.tool("list_relations", "{}")).matches(BudgetsIT::isAnswered);
    assertThat(run("disabled")).isEqualTo("Nothing is switched off.\n");
  }

  @Test
  void task_ofSomebody_chargesWhatItReadsToThem() {
    withinAMinute(
        one -> {
          String id = startTask(one, "select r_regionkey, r_name from region");
          assertThat(ended(one, id).path("status").asString()).isEqualTo("completed");
          assertThat(used(one, "principal", "calls_per_minute")).isEqualTo(1);
          assertThat(used(one, "principal", "rows_per_day")).isEqualTo(ROWS);
          assertThat(used(one, "principal", "bytes_per_day")).isBetween(100L, 300L);
          assertThat(used(one, "principal", "database_ms_per_day")).isPositive();
        });
  }

  /** All four turns of a tenant are taken, so the fifth task waits until one is given back. */
  @Test
  void task_switchedOffBeforeItsTurn_failsAndNoOtherIsStarted() {
    Visitor one = newcomer();
    List<String> running = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      running.add(startTask(one, "select count(*) as n from partsupp a, partsupp b, partsupp c"));
    }
    String waiting = startTask(one, "select 1 as one from region");
    run("disable", "tool:start_query", "--why", "Tasks are being changed.");
    try {
      awaitSwitch(one, reply -> !reply.body().contains("\"start_query\""));
      assertThat(one.tool("start_query", sql("select 1 as one from region")).body())
          .contains("The tool 'start_query' is switched off since ");
      // The function of tasks reads switches for itself, when its second is over.
      pause(Duration.ofMillis(1_100));
      for (String id : running) {
        one.tool("cancel_task", "{\"task_id\":\"" + id + "\"}");
      }
      assertThat(ended(one, waiting).path("status").asString()).isEqualTo("failed");
      assertThat(one.tool("task_result", "{\"task_id\":\"" + waiting + "\"}").body())
          .contains(
              "The tool 'start_query' is switched off since ",
              ": Tasks are being changed. Ask the owner of this server.");
    } finally {
      running.forEach(id -> one.tool("cancel_task", "{\"task_id\":\"" + id + "\"}"));
      run("enable", "tool:start_query");
    }
    awaitSwitch(one, reply -> reply.body().contains("\"start_query\""));
  }

  private static String startTask(Visitor one, String sql) {
    JsonNode started = one.tool("start_query", sql(sql)).json();
    String id = started.at("/result/structuredContent/task_id").asString("");
    assertThat(id).as(started.toString()).isNotEmpty();
    return id;
  }

  private static JsonNode ended(Visitor one, String id) {
    long endNanos = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    JsonNode status;
    do {
      assertThat(System.nanoTime()).as("the task takes too long").isLessThan(endNanos);
      status =
          one.tool("task_status", "{\"task_id\":\"" + id + "\"}")
              .json()
              .at("/result/structuredContent");
    } while (status.path("status").asString("").equals("working"));
    return status;
  }

  private static String sql(String text) {
    return "{\"sql\":\"" + text + "\"}";
  }

  private static void pause(Duration length) {
    try {
      Thread.sleep(length);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static void awaitSwitch(Visitor one, Predicate<Reply> thrown) {
    long startNanos = System.nanoTime();
    while (!thrown.test(listTools(one))) {
      assertThat(System.nanoTime() - startNanos)
          .as("it is not in force")
          .isLessThan(MOST_OF_A_SWITCH.toNanos());
    }
  }

  private static Reply listTools(Visitor one) {
    return one.modern("tools/list", null, "{}");
  }

  private static Reply ask(Visitor one) {
    return one.tool("query", REGIONS);
  }

  private static boolean isAnswered(Reply reply) {
    return reply.status() == 200
        && !reply.json().at("/result/isError").asBoolean(false)
        && reply.json().has("result");
  }

  private static boolean isOverBudget(Reply reply) {
    return reply.body().contains("Over budget: the calls_per_minute of ");
  }

  private static long used(Visitor one, String of, String budget) {
    JsonNode budgets = one.tool("get_budget", "{}").json().at("/result/structuredContent/budgets");
    return budgets
        .valueStream()
        .filter(entry -> entry.path("of").asString().equals(of))
        .filter(entry -> entry.path("budget").asString().equals(budget))
        .mapToLong(entry -> entry.path("used").asLong())
        .findFirst()
        .orElseThrow(() -> new AssertionError(budget + " is not in " + budgets));
  }

  /** Each thread asks as the next of the visitors. */
  private static List<Reply> atOnce(List<Visitor> visitors, int calls) {
    List<Future<Reply>> asked = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      for (int i = 0; i < calls; i++) {
        Visitor one = visitors.get(i % visitors.size());
        asked.add(threads.submit(() -> ask(one)));
      }
    }
    return asked.stream().map(Future::resultNow).toList();
  }

  private static String run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    assertThat(status).as(err.toString()).isZero();
    return out.toString();
  }
}
