package dev.sluice.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Three faults of a running {@code ./sluice up}, each ended by what its runbook says against it:
 * the very lines of the Markdown file, run by bash in the working copy, as whoever is on call runs
 * them. How long each takes is printed.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RunbookDrillsIT {
  private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();
  private static final Pattern MITIGATION =
      Pattern.compile("(?ms)^## Mitigation\n(.*?)^## Escalation$");
  private static final Pattern SHELL = Pattern.compile("(?ms)^```bash\n(.*?)^```$");
  private static final Pattern DEPLOYED = Pattern.compile(" --(table|cache|prefix) ");
  private static final Duration START_LIMIT = Duration.ofMinutes(3);

  /** What is promised of a switch: in force within a minute. */
  private static final Duration SWITCH_LIMIT = Duration.ofSeconds(60);

  private static final Duration AT_ONCE_LIMIT = Duration.ofSeconds(20);

  /** Who waits for a connection in vain is told so after a second. */
  private static final Duration SLOW = Duration.ofMillis(900);

  private static final int CALLERS_IN_A_LOOP = 32;
  private static final Duration PAUSE = Duration.ofMillis(500);

  @TempDir private static Path home;
  private static Process up;
  private static String url;

  @BeforeAll
  static void start() throws Exception {
    stampWhatMavenBuilt();
    up = bash("exec ./sluice up --port 0");
    url = untilReady();
  }

  @AfterAll
  static void stop() throws InterruptedException {
    up.destroy();
    if (!up.waitFor(30, TimeUnit.SECONDS)) {
      up.destroyForcibly();
    }
  }

  /** Rows were put right, and the event that voids what was kept of them was lost. */
  @Test
  @Order(1)
  void keptAnswerIsWrong_thrownAway_theNextIsRight() throws Exception {
    String customer = "{\"customer_id\": 8}";
    String before = firstPrice(ask("customer_orders", customer));
    try (Connection connection = primary();
        Statement statement = connection.createStatement()) {
      statement.execute("update orders set o_totalprice = 4711.00 where o_custkey = 8");
    }
    Thread.sleep(1_000);
    JsonNode kept = ask("customer_orders", customer);
    assertThat(firstPrice(kept)).as("wrong by now").isEqualTo(before);
    assertThat(kept.at("/structuredContent/source").asString()).startsWith("cache of ");

    Duration took =
        timed(
            "invalidate-fails",
            AT_ONCE_LIMIT,
            () -> firstPrice(ask("customer_orders", customer)).startsWith("4711"));

    System.out.println("invalidate-fails: right again after " + took.toMillis() + " ms");
  }

  /** Whoever has the key can make cursors that are believed, until it is read no more. */
  @Test
  @Order(2)
  void cursorOfAKeyThatBecameKnown_rotatedTwice_isRefused() throws Exception {
    String cursor = ask("find_parts", "{}").at("/structuredContent/next_cursor").asString("");
    assertThat(cursor).isNotEmpty();
    String next = JsonMapper.shared().createObjectNode().put("cursor", cursor).toString();
    assertThat(ask("find_parts", next).path("isError").asBoolean(false)).isFalse();

    Duration took =
        timed(
            "procedures/rotate",
            AT_ONCE_LIMIT,
            () -> ask("find_parts", next).path("isError").asBoolean(false));

    System.out.println("rotate: its cursor refused after " + took.toMillis() + " ms");
    String fresh = ask("find_parts", "{}").at("/structuredContent/next_cursor").asString("");
    String again = JsonMapper.shared().createObjectNode().put("cursor", fresh).toString();
    assertThat(ask("find_parts", again).path("isError").asBoolean(false)).isFalse();
  }

  /** A tool whose table a migration holds takes every connection, so that others get none. */
  @Test
  @Order(3)
  void toolThatTakesEveryConnection_switchedOff_othersAreServedAgain() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    try (Connection migration = primary();
        Statement lock = migration.createStatement();
        ExecutorService loops = Executors.newFixedThreadPool(CALLERS_IN_A_LOOP)) {
      migration.setAutoCommit(false);
      lock.execute("lock table orders in access exclusive mode");
      int[] another = {CALLERS_IN_A_LOOP};
      await(AT_ONCE_LIMIT, "the replica has the lock too", () -> isRefused(another[0]++));
      for (int i = 1; i <= CALLERS_IN_A_LOOP; i++) {
        int customer = i;
        loops.execute(() -> untilOver(over, customer));
      }
      try {
        await(Duration.ofSeconds(10), "others suffer", () -> suffered() >= 3);

        Duration took =
            timed(
                "pools-exhausted",
                SWITCH_LIMIT,
                () -> suffered() == 0 && isSwitchedOff("customer_orders"));

        System.out.println("pools-exhausted: others served again after " + took.toMillis() + " ms");
      } finally {
        over.set(true);
        migration.rollback();
      }
    }
    assertThat(run("./sluice enable tool:customer_orders")).isZero();
  }

  /**
   * Follows a runbook, and then looks until its fault has ended.
   *
   * @param limit from when the commands were given
   * @return what all of it took, commands included
   */
  private static Duration timed(String runbook, Duration limit, Callable<Boolean> ended)
      throws Exception {
    long startNanos = System.nanoTime();
    List<String> lines = mitigation(runbook);
    assertThat(lines).as("what runbooks/%s.md says for ./sluice up", runbook).isNotEmpty();
    for (String line : lines) {
      assertThat(run(line)).as("%s: %s", runbook, line).isZero();
    }
    await(limit, runbook + " is over", ended);
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }

  private static List<String> mitigation(String runbook) throws IOException {
    String text = Files.readString(ROOT.resolve("runbooks/" + runbook + ".md"));
    Matcher section = MITIGATION.matcher(text);
    List<String> lines = new ArrayList<>();
    // A procedure is all mitigation.
    Matcher block = SHELL.matcher(section.find() ? section.group(1) : text);
    while (block.find()) {
      block
          .group(1)
          .lines()
          .filter(line -> line.startsWith("./sluice ") && !DEPLOYED.matcher(line).find())
          .forEach(lines::add);
    }
    return lines;
  }

  /** How many of five calls of another tool are not answered, or not in time. */
  private static int suffered() {
    int bad = 0;
    for (int i = 0; i < 5; i++) {
      long startNanos = System.nanoTime();
      String part = "{\"part_id\": " + (1 + Math.floorMod(startNanos, 1_999)) + "}";
      boolean right = !ask("part_suppliers", part).path("isError").asBoolean(false);
      if (!right || System.nanoTime() - startNanos > SLOW.toNanos()) {
        bad++;
      }
    }
    return bad;
  }

  private static boolean isSwitchedOff(String tool) {
    return ask(tool, "{\"customer_id\": 7}").toString().contains("It fails; we are at it.");
  }

  private static boolean isRefused(int customer) {
    return ask("customer_orders", "{\"customer_id\": " + customer + "}")
        .path("isError")
        .asBoolean(false);
  }

  /**
   * With a pause: else the loops would use up the caller's budget once they are refused at once.
   */
  private static void untilOver(AtomicBoolean over, int customer) {
    try {
      while (!over.get()) {
        var _ = isRefused(customer);
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The result of a call; one that is itself an error is told as a tool's is. */
  private static JsonNode ask(String tool, String arguments) {
    var params = JsonMapper.shared().createObjectNode().put("name", tool);
    params.set("arguments", JsonMapper.shared().readTree(arguments));
    try {
      return new McpClient(url).ask("tools/call", tool, params);
    } catch (CommandException e) {
      return JsonMapper.shared()
          .createObjectNode()
          .put("isError", true)
          .put("told", String.valueOf(e.getMessage()));
    }
  }

  private static String firstPrice(JsonNode result) {
    return result.at("/structuredContent/rows/0/o_totalprice").asString("");
  }

  /** The sample's primary, as its files say where it is. */
  private static Connection primary() throws IOException, SQLException {
    Path sample = home.resolve("sluice/sample");
    String port = Files.readAllLines(sample.resolve("primary/postmaster.pid")).get(3).strip();
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/sluice",
        "postgres",
        Files.readString(sample.resolve("postgres.password")).strip());
  }

  private static int run(String line) throws IOException, InterruptedException {
    Process process = bash(line);
    String told = new String(process.getInputStream().readAllBytes(), UTF_8);
    int status = process.waitFor();
    if (status != 0) {
      System.out.println(line + ": " + told);
    }
    return status;
  }

  /** As a person has it, but for a cache of its own. */
  private static Process bash(String line) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("bash", "-c", line).directory(ROOT.toFile());
    builder.environment().put("XDG_CACHE_HOME", home.toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.redirectErrorStream(true);
    Process process = builder.start();
    process.getOutputStream().close();
    return process;
  }

  private static String untilReady() throws Exception {
    List<String> lines = new ArrayList<>();
    Thread reader =
        Thread.ofVirtual()
            .start(
                () -> {
                  try (BufferedReader out = up.inputReader(UTF_8)) {
                    for (String line = out.readLine(); line != null; line = out.readLine()) {
                      synchronized (lines) {
                        lines.add(line);
                      }
                    }
                  } catch (IOException _) {
                    // It has ended, which a call finds out.
                  }
                });
    String[] ready = new String[1];
    await(
        START_LIMIT,
        "ready",
        () -> {
          synchronized (lines) {
            for (String line : lines) {
              if (line.startsWith("ready ")) {
                ready[0] = line.substring("ready ".length());
              }
            }
            assertThat(reader.isAlive() || ready[0] != null).as("%s", lines).isTrue();
          }
          return ready[0] != null;
        });
    return ready[0];
  }

  private static void await(Duration limit, String what, Callable<Boolean> done) throws Exception {
    long endNanos = System.nanoTime() + limit.toNanos();
    while (!done.call()) {
      assertThat(System.nanoTime()).as("%s within %s", what, limit).isLessThan(endNanos);
      Thread.sleep(50);
    }
  }

  /**
   * Maven has just built this module, as {@code ./sluice} would; without its stamp that would start
   * another Maven in here.
   */
  private static void stampWhatMavenBuilt() throws IOException {
    Path target = ROOT.resolve("sam-local/gateway/target");
    Path stamp = target.resolve("sluice.stamp");
    try (Stream<Path> files = Files.list(target)) {
      Path jar =
          files
              .filter(file -> String.valueOf(file.getFileName()).matches("gateway-.*\\.jar"))
              .findFirst()
              .orElseThrow();
      FileTime built = Files.getLastModifiedTime(jar);
      if (!Files.exists(stamp)) {
        Files.createFile(stamp);
        Files.setLastModifiedTime(stamp, built);
      } else if (Files.getLastModifiedTime(stamp).compareTo(built) < 0) {
        Files.setLastModifiedTime(stamp, built);
      }
    }
  }
}
