package dev.sluice.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.subject.Subject;
import dev.sluice.catalog.Catalog;
import dev.sluice.identity.audit.AuditCheck;
import dev.sluice.servers.ClusterOptions;
import dev.sluice.servers.SampleDatabase;
import dev.sluice.testkit.tokens.TokenIssuer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An erasure leaves nothing of its subject in any store, and all of the others': every store is
 * read raw before, after, and once more after a backup was restored and erasures were replayed.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ErasureIT {
  private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();
  private static final String ALICE = "zqalice";
  private static final String BOB = "zqbob";
  private static final String HERE = "BUILDING";
  private static final String ELSEWHERE = "AUTOMOBILE";
  private static final long LIMIT_NANOS = Duration.ofSeconds(60).toNanos();

  /**
   * Every kind of thing that is kept, and which store of a receipt it belongs to. One that is new
   * fails the test until it is here, and a store that is not on the receipt fails it too. A lease
   * and the generation of a tag end within minutes or name no subject; the latter of a subject goes
   * with its answers. Receipts are what stays.
   */
  private static final Map<String, String> KINDS =
      Map.of(
          "table tasks", "tasks",
          "table subjects", "pseudonyms",
          "table switches", "switches",
          "table erasures", "",
          "bucket results", "results",
          "cache sluice:entry", "answers",
          "cache sluice:tag", "answers",
          "cache sluice:bytes", "answers",
          "cache sluice:subject", "answers",
          "cache sluice:budget", "budgets");

  @TempDir private static Path folder;
  private final Properties before = new Properties();
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final Parts parts = new Parts();
  private final List<Trace> traces = new ArrayList<>();
  private TokenIssuer issuer;
  private URI endpoint;
  private RawStores raw;
  private List<String> machines;

  /**
   * What somebody left.
   *
   * @param value in the arguments and in the result of its task
   * @param answers the keys of its kept answers
   * @param pseudonymKey in hexadecimal
   */
  private record Trace(
      Visitor who, String taskId, String value, List<String> answers, String pseudonymKey) {
    Subject subject() {
      return new Subject(who.tenant(), who.subject());
    }

    /** By which it is found in a text, but for the name, which others bear too. */
    List<String> marks() {
      List<String> marks = new ArrayList<>(answers);
      marks.addAll(
          List.of(
              taskId,
              value,
              subject().hash(),
              Subject.nameHash(who.subject()),
              "principal:" + who.subject(),
              pseudonymKey));
      return marks;
    }
  }

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
    UpCommand.configure(database, ROOT.resolve("catalog"));
    URI redis = parts.keep(LocalCache.start()).url();
    System.setProperty("SLUICE_CACHE_URL", redis.toString());
    LocalTasks tasks = parts.keep(LocalTasks.start(false, System.err::println));
    tasks.settings().forEach(System::setProperty);
    System.setProperty("SLUICE_SECRETS_FOLDER", cache.resolve("secrets").toString());
    System.setProperty("SLUICE_AUDIT_FILE", folder.resolve("audit.jsonl").toString());
    System.setProperty("SLUICE_TELEMETRY", "all");
    parts.keep(LocalErasures.publish());
    raw = parts.keep(new RawStores(tasks.settings(), redis));
    machines =
        Stream.of("SLUICE_TASKS_STATE_MACHINE", "SLUICE_ERASURES_STATE_MACHINE")
            .map(name -> Objects.requireNonNull(tasks.settings().get(name)))
            .toList();
    issuer = parts.keep(TokenIssuer.start());
    endpoint =
        parts
            .keep(
                LocalGateway.startGuarded(
                    0, own -> GuardedDoor.of(issuer, own), System.err::println))
            .endpoint();
    for (String tenant : List.of(HERE, ELSEWHERE)) {
      for (String subject : List.of(ALICE, BOB)) {
        traces.add(settle(visitor(tenant, subject)));
      }
    }
    command("disable", "principal:" + ALICE, "--why", "asked for by itself");
    command("disable", "principal:" + BOB);
  }

  @AfterAll
  void stop() {
    parts.close();
    System.setOut(out);
    System.setErr(err);
    System.setProperties(before);
  }

  @Test
  void erase_oneOfFour_leavesNothingOfItAlsoAfterARestoreAndAllOfTheOthers() throws Exception {
    Trace alice = traces.getFirst();
    Map<String, String> whole = raw.all();
    assertThat(kinds(whole)).as("kinds of things that are kept").isEqualTo(KINDS.keySet());
    RawStores.Backup backup = raw.backUp();
    for (Trace one : traces) {
      assertFoundEverywhere(one, whole);
    }
    assertExported(alice);

    JsonNode receipt = receipt(command("erase", HERE, ALICE, "--request", "T-1", "--by", "dpo"));

    assertThat(receipt.path("completed_at").isString()).isTrue();
    assertThat(names(receipt.path("erased"))).as("stores of the receipt").isEqualTo(stores());
    receipt
        .path("erased")
        .properties()
        .forEach(one -> assertThat(one.getValue().asInt()).as(one.getKey()).isPositive());
    Map<String, String> after = raw.all();
    assertNothingIsLeft(alice, after);
    assertTheOthersAreWhole(alice, whole, after);
    assertThat(receipt(command("erase", HERE, ALICE)).path("receipt"))
        .as("of whoever asks again")
        .isEqualTo(receipt.path("receipt"));

    raw.restore(backup, "erasures");
    assertFoundEverywhere(alice, raw.all());

    JsonNode replayed = receipt(command("erase", "--replay", "--request", "R-1", "--by", "ops"));

    assertThat(replayed.path("erased")).as("of the replay").isEqualTo(receipt.path("erased"));
    Map<String, String> again = raw.all();
    assertNothingIsLeft(alice, again);
    assertTheOthersAreWhole(alice, whole, again);
    assertThat(AuditCheck.firstBroken(Files.readAllLines(folder.resolve("audit.jsonl")))).isEmpty();
  }

  /** Silence afterwards proves something only if the same eyes saw it before. */
  private static void assertFoundEverywhere(Trace one, Map<String, String> all) {
    Set<String> found = new TreeSet<>();
    all.forEach(
        (name, text) -> {
          if (isOf(one, name + text) && !kind(name).equals("cache sluice:lease")) {
            found.add(Objects.requireNonNull(KINDS.get(kind(name))));
          }
        });
    assertThat(found).as("stores that hold " + one.who().name()).isEqualTo(stores());
    assertThat(one.answers()).as("kept answers of " + one.who().name()).isNotEmpty();
  }

  private void assertNothingIsLeft(Trace gone, Map<String, String> all) throws IOException {
    List<String> left = new ArrayList<>();
    all.forEach(
        (name, text) -> {
          for (String mark : gone.marks()) {
            if ((name + text).contains(mark)) {
              left.add(mark + " in " + name);
            }
          }
          // Its namesake keeps its own.
          if ((name + text).contains(gone.who().subject()) && !text.contains(ELSEWHERE)) {
            left.add("the name in " + name + ": " + text);
          }
        });
    assertThat(left).isEmpty();
    String told = written.toString(UTF_8) + Files.readString(folder.resolve("audit.jsonl"));
    assertThat(told).contains("\"_aws\"", "\"p-");
    assertThat(told)
        .doesNotContain(gone.who().subject(), gone.value(), gone.pseudonymKey())
        .doesNotContain(gone.subject().hash(), Subject.nameHash(gone.who().subject()));
    // An execution is named by its task, and nothing tells any more whose that was.
    assertThat(raw.executions(machines))
        .contains(gone.taskId())
        .doesNotContain(gone.who().subject(), gone.value(), gone.subject().hash());
  }

  private static void assertTheOthersAreWhole(
      Trace gone, Map<String, String> whole, Map<String, String> after) {
    Map<String, String> expected = new TreeMap<>(whole);
    expected.entrySet().removeIf(one -> isOf(gone, one.getKey() + one.getValue()));
    Map<String, String> found = new TreeMap<>(after);
    found.keySet().removeIf(name -> kind(name).equals("table erasures"));
    expected.keySet().removeIf(name -> kind(name).equals("cache sluice:lease"));
    found.keySet().removeIf(name -> kind(name).equals("cache sluice:lease"));
    assertThat(found).isEqualTo(expected);
  }

  private void assertExported(Trace one) throws IOException {
    Path to = folder.resolve("export");
    command("export", HERE, ALICE, "--to", to.toString());
    Map<String, String> files = new LinkedHashMap<>();
    try (Stream<Path> all = Files.walk(to)) {
      for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
        files.put(to.relativize(file).toString(), Files.readString(file, ISO_8859_1));
      }
    }
    assertThat(files)
        .containsKeys("answers.json", "budgets.json", "pseudonym.txt", "switches.json");
    assertThat(files.get("tasks.json")).contains(one.taskId(), one.value());
    assertThat(files.get("answers.json")).contains("BRASS");
    assertThat(files.keySet())
        .anyMatch(name -> name.startsWith("results/") && name.endsWith(".gz"));
    for (Trace other : traces) {
      if (!other.equals(one)) {
        assertThat(files.toString()).doesNotContain(other.taskId(), other.value());
      }
    }
  }

  /** What somebody leaves: kept answers, figures of budgets, records, a task and its result. */
  private Trace settle(Visitor who) {
    String value = "zqvalue" + who.tenant() + who.subject();
    who.tool("find_parts", "{\"type\":\"BRASS\",\"size\":15}");
    who.tool("find_customers", "{\"name\":\"" + value + "\"}");
    String sql = "select '" + value + "' as own from region";
    String id =
        who.tool("start_query", "{\"sql\":\"" + sql + "\"}")
            .json()
            .at("/result/structuredContent/task_id")
            .asString();
    long endNanos = System.nanoTime() + LIMIT_NANOS;
    JsonNode state;
    do {
      state = who.modern("tasks/get", id, "{\"taskId\":\"" + id + "\"}").json().path("result");
      assertThat(System.nanoTime()).as("the task takes too long").isLessThan(endNanos);
    } while (state.path("status").asString("").equals("working"));
    assertThat(state.path("status").asString()).isEqualTo("completed");
    Subject subject = new Subject(who.tenant(), who.subject());
    return new Trace(
        who,
        id,
        value,
        raw.members("sluice:subject:{" + subject.hash() + "}"),
        raw.attribute("subjects", subject.hash(), "key"));
  }

  private Visitor visitor(String tenant, String subject) {
    String scopes = "sql.query parts.read";
    return new Visitor(
        endpoint,
        issuer.token(
            endpoint.toString(),
            Instant.now(),
            Map.of("sub", subject, "tenant", tenant, "scope", scopes)),
        tenant,
        subject,
        scopes);
  }

  /** As a person gives it, in this process. */
  private String command(String... words) {
    StringWriter said = new StringWriter();
    PrintWriter to = new PrintWriter(said, true);
    int status = Main.run(to, to, words);
    assertThat(status).as(said.toString()).isZero();
    err.println(said);
    return said.toString();
  }

  private static JsonNode receipt(String said) {
    assertThat(said).doesNotContain(ALICE, new Subject(HERE, ALICE).hash());
    return JsonMapper.shared().readTree(said.substring(said.indexOf('{')));
  }

  private static boolean isOf(Trace one, String text) {
    return one.marks().stream().anyMatch(text::contains);
  }

  private static Set<String> stores() {
    Set<String> stores = new TreeSet<>(KINDS.values());
    stores.remove("");
    return stores;
  }

  private static Set<String> names(JsonNode json) {
    return new TreeSet<>(json.propertyNames());
  }

  private static Set<String> kinds(Map<String, String> all) {
    Set<String> kinds = new TreeSet<>();
    all.keySet().forEach(name -> kinds.add(kind(name)));
    // Until somebody is erased there is no receipt; a lease is there for a moment.
    kinds.add("table erasures");
    kinds.remove("cache sluice:lease");
    return kinds;
  }

  private static String kind(String name) {
    return name.substring(0, name.indexOf("::"));
  }
}
