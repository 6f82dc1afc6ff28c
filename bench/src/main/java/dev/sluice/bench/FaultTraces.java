package dev.sluice.bench;

import dev.sluice.servers.RedisServer;
import dev.sluice.testkit.TcpProxy;
import dev.sluice.testkit.tokens.TokenIssuer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Records what deployed functions measure of themselves while a real fault begins, lasts and ends,
 * mostly at 500 calls a minute: a trace for {@code ./sluice replay}. Used by one thread.
 */
final class FaultTraces {
  /** 500 calls a minute. */
  private static final long USUAL_MILLIS = 120;

  /** Fifty calls a second, all of one key. */
  private static final long STAMPEDE_MILLIS = 20;

  /** Its plan costs more than an ad-hoc statement may. */
  private static final String COSTLY =
      "{\"sql\": \"select count(*) as n from lineitem a, lineitem b, lineitem c\"}";

  private static final int ENVIRONMENTS = 3;

  /** As many as 500 calls a minute want where each takes more than two seconds. */
  private static final int MANY_ENVIRONMENTS = 22;

  private static final int QUIET_SECONDS = 20;
  private static final int READ_SECONDS = 10;

  /** Past what an alarm needs that looks for 3 of 5 minutes. */
  private static final int MINUTES_SECONDS = 245;

  /** Of the traces, in the order of alarms/README.md. */
  static final List<String> NAMES =
      List.of(
          "database-gone",
          "connections-taken",
          "table-locked",
          "database-slow",
          "replica-killed",
          "replica-hung",
          "replica-lags",
          "primary-gone",
          "password-changed",
          "database-silent",
          "statements-costly",
          "audit-full",
          "bodies-too-large",
          "function-killed",
          "cache-gone",
          "cache-hung",
          "cache-slow",
          "cache-full",
          "stampede",
          "task-store-gone",
          "task-store-throttled",
          "steps-killed",
          "starts-throttled",
          "issuer-gone",
          "keys-replaced",
          "tokens-refused");

  private final Stage stage;
  private final Path folder;
  private final Predicate<String> wanted;
  private final Consumer<String> progress;

  /** Sets functions up, before the fault. */
  @FunctionalInterface
  private interface Opener<S extends Scene> {
    S open(TraceRecorder recorder) throws Exception;
  }

  /** Makes a fault begin or end. */
  @FunctionalInterface
  private interface Act<S extends Scene> {
    void on(S scene) throws Exception;
  }

  /**
   * Records into a folder.
   *
   * @param wanted whether a fault of that name is to be recorded
   */
  FaultTraces(Stage stage, Path folder, Predicate<String> wanted, Consumer<String> progress)
      throws IOException {
    this.stage = stage;
    this.folder = Files.createDirectories(folder);
    this.wanted = wanted;
    this.progress = progress;
  }

  /** Faults of the database and of the disk, one after the other. */
  void recordDatabase() throws Exception {
    table(
        "database-gone",
        50,
        _ -> {
          stage.cluster().killReplica(0);
          stage.cluster().stopPrimary();
        },
        _ -> {
          stage.cluster().restartPrimary();
          stage.cluster().restartReplica(0);
        });
    table(
        "replica-killed",
        30,
        _ -> stage.cluster().killReplica(0),
        _ -> stage.cluster().restartReplica(0));
    table(
        "replica-hung",
        30,
        _ -> stage.cluster().hangReplica(0),
        _ -> stage.cluster().wakeReplica(0));
    recordFullDisk();
    table(
        "primary-gone",
        30,
        _ -> stage.cluster().stopPrimary(),
        _ -> stage.cluster().restartPrimary());
    table("password-changed", 30, _ -> stage.rotate(), _ -> {});
    table(
        "statements-costly",
        50,
        scene -> scene.mix(McpRequest.toolsCall("query", COSTLY), 40),
        TableScene::mixNothing);
    table("bodies-too-large", 30, scene -> scene.mix(tooLarge(), 2), TableScene::mixNothing);
    table("function-killed", 30, TableScene::killOne, _ -> {});
    TakenConnections strangers = new TakenConnections();
    table("connections-taken", 50, _ -> strangers.take(stage.cluster()), _ -> strangers.giveBack());
    recordLockedTable();
    try (TcpProxy wire = stage.proxyToReplica()) {
      trace(
          "database-slow",
          MINUTES_SECONDS,
          USUAL_MILLIS,
          recorder ->
              new TableScene(stage, stage.environmentThrough(wire), MANY_ENVIRONMENTS, recorder),
          _ -> wire.delay(Duration.ofMillis(300)),
          _ -> wire.delay(Duration.ZERO));
      trace(
          "database-silent",
          50,
          USUAL_MILLIS,
          recorder ->
              new TableScene(stage, stage.environmentThrough(wire), MANY_ENVIRONMENTS, recorder),
          _ -> wire.blackhole(),
          _ -> wire.pass());
    }
  }

  private void recordFullDisk() throws Exception {
    Path audit = stage.folder().resolve("audit-link");
    link(audit, stage.folder().resolve("audit.jsonl"));
    Map<String, String> environment = stage.environment();
    environment.put("SLUICE_AUDIT_FILE", audit.toString());
    trace(
        "audit-full",
        50,
        USUAL_MILLIS,
        recorder -> new TableScene(stage, environment, ENVIRONMENTS, recorder),
        _ -> link(audit, Path.of("/dev/full")),
        _ -> link(audit, stage.folder().resolve("audit.jsonl")));
  }

  /**
   * A table that a migration holds. The replica takes the lock when its readers let it, or after 30
   * s ({@code max_standby_streaming_delay}); then they wait for it too.
   */
  private void recordLockedTable() throws Exception {
    try (Connection migration = stage.cluster().primary();
        Statement statement = migration.createStatement()) {
      migration.setAutoCommit(false);
      trace(
          "table-locked",
          90,
          USUAL_MILLIS,
          recorder -> new TableScene(stage, stage.environment(), MANY_ENVIRONMENTS, recorder),
          _ -> statement.execute("lock table orders in access exclusive mode"),
          _ -> migration.rollback());
    }
  }

  /** Faults of the cache: gone, hanging, slow, full. */
  void recordCache() throws Exception {
    try (RedisServer redis = RedisServer.start(stage.folder().resolve("redis"));
        TcpProxy wire = TcpProxy.to("127.0.0.1", redis.port())) {
      cache("cache-gone", wire, _ -> redis.kill(), _ -> redis.restart());
      cache("cache-hung", wire, _ -> redis.pause(), _ -> redis.resume());
      cache(
          "cache-slow",
          wire,
          _ -> wire.delay(Duration.ofMillis(500)),
          _ -> wire.delay(Duration.ZERO));
      cache(
          "cache-full",
          wire,
          _ -> {
            redis.ask("CONFIG", "SET", "maxmemory-policy", "noeviction");
            redis.ask("CONFIG", "SET", "maxmemory", "1");
            redis.ask("FLUSHALL");
          },
          _ -> redis.ask("CONFIG", "SET", "maxmemory", "0"));
      Map<String, String> cached = stage.environment();
      cached.put("SLUICE_CACHE_URL", "redis://127.0.0.1:" + wire.port());
      trace(
          "stampede",
          30,
          STAMPEDE_MILLIS,
          recorder -> new TableScene(stage, cached, MANY_ENVIRONMENTS, recorder),
          _ -> redis.ask("FLUSHALL"),
          _ -> {});
    }
  }

  /** The issuer away, a burst of bad tokens, keys that nobody could read; then a replica behind. */
  void recordIdentity() throws Exception {
    try (TokenIssuer issuer = TokenIssuer.start()) {
      TokenIssuer.Manner away = new TokenIssuer.Manner.Answers(503, "");
      identity(
          "issuer-gone",
          issuer,
          scene -> {
            issuer.answer(away);
            scene.present(number -> number % 20 == 0 ? unknown(issuer, number) : scene.good());
          });
      identity(
          "tokens-refused",
          issuer,
          scene -> scene.present(number -> number % 10 < 7 ? elsewhere(issuer) : scene.good()));
      identity(
          "keys-replaced",
          issuer,
          scene -> {
            issuer.answer(away);
            scene.present(_ -> issuer.tokenOfNextKey(IdentityScene.RESOURCE, Instant.now()));
          });
    }
    trace(
        "replica-lags",
        MINUTES_SECONDS,
        USUAL_MILLIS,
        recorder -> new LagScene(stage, recorder),
        _ -> stage.cluster().pauseReplay(0),
        _ -> stage.cluster().resumeReplay(0));
  }

  /** The store of tasks gone, and throttled. */
  void recordTasks() throws Exception {
    tasks("task-store-gone", 50, USUAL_MILLIS, TaskScene::loseStore, TaskScene::returnStore);
    tasks(
        "task-store-throttled",
        MINUTES_SECONDS,
        USUAL_MILLIS,
        TaskScene::throttleStore,
        TaskScene::pass);
    recordKilledSteps();
  }

  /** Step Functions throttles every start, for longer than tasks may wait: nothing moves. */
  void recordThrottledStarts() throws Exception {
    tasks("starts-throttled", 990, 1_000, TaskScene::throttleStarts, TaskScene::pass);
  }

  /** The function of tasks killed at work four times a minute, for longer than steps-fail needs. */
  private void recordKilledSteps() throws Exception {
    Semaphore over = new Semaphore(0);
    tasks(
        "steps-killed",
        430,
        500,
        scene -> Thread.ofVirtual().start(() -> kill(scene, over)),
        _ -> over.release());
  }

  private static void kill(TaskScene scene, Semaphore over) {
    try {
      do {
        scene.killAtWork();
      } while (!over.tryAcquire(15, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String unknown(TokenIssuer issuer, int number) {
    return issuer.tokenOfUnknownKey(IdentityScene.RESOURCE, Instant.now(), "key-" + number);
  }

  private static String elsewhere(TokenIssuer issuer) {
    return issuer.token("https://elsewhere.example.com/mcp", Instant.now(), Map.of());
  }

  private void table(String name, int seconds, Act<TableScene> begin, Act<TableScene> end)
      throws Exception {
    trace(
        name,
        seconds,
        USUAL_MILLIS,
        recorder -> new TableScene(stage, stage.environment(), ENVIRONMENTS, recorder),
        begin,
        end);
  }

  private void cache(String name, TcpProxy wire, Act<TableScene> begin, Act<TableScene> end)
      throws Exception {
    Map<String, String> cached = stage.environment();
    cached.put("SLUICE_CACHE_URL", "redis://127.0.0.1:" + wire.port());
    trace(
        name,
        MINUTES_SECONDS,
        USUAL_MILLIS,
        recorder -> new TableScene(stage, cached, ENVIRONMENTS, recorder),
        begin,
        end);
  }

  private void identity(String name, TokenIssuer issuer, Act<IdentityScene> begin)
      throws Exception {
    trace(
        name,
        MINUTES_SECONDS,
        USUAL_MILLIS,
        recorder -> new IdentityScene(stage, issuer, recorder),
        begin,
        scene -> {
          issuer.answer(new TokenIssuer.Manner.Publishes());
          scene.present(_ -> scene.good());
        });
  }

  private void tasks(
      String name, int seconds, long everyMillis, Act<TaskScene> begin, Act<TaskScene> end)
      throws Exception {
    trace(name, seconds, everyMillis, recorder -> new TaskScene(stage, recorder), begin, end);
  }

  /** Of two million bytes; half of it is more than a body may have. */
  private static McpRequest tooLarge() {
    return McpRequest.toolsCall("query", "{\"sql\": \"select '" + "x".repeat(2_000_000) + "'\"}");
  }

  private static void link(Path link, Path target) throws IOException {
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, target);
  }

  private <S extends Scene> void trace(
      String name, int seconds, long everyMillis, Opener<S> opener, Act<S> begin, Act<S> end)
      throws Exception {
    if (!wanted.test(name)) {
      return;
    }
    progress.accept("Recording " + name);
    TraceRecorder recorder = new TraceRecorder();
    int lines;
    try (S scene = opener.open(recorder);
        ExecutorService callers = Executors.newFixedThreadPool(scene.atOnce())) {
      Steady steady = new Steady(scene, callers, recorder, everyMillis);
      recorder.starts();
      steady.run(QUIET_SECONDS);
      recorder.begins();
      begin.on(scene);
      steady.run(seconds);
      end.on(scene);
      recorder.ends();
      steady.run(QUIET_SECONDS);
      callers.shutdownNow();
      scene.last();
      lines = recorder.write(folder.resolve(name + ".jsonl"), stage.folder());
    }
    progress.accept(String.format(Locale.ROOT, "%s: %,d lines of the functions", name, lines));
  }

  /** Calls at a steady pace; what comes while as many as there can be are busy is left out. */
  private static final class Steady {
    private final Scene scene;
    private final ExecutorService callers;
    private final TraceRecorder recorder;
    private final long everyMillis;
    private final Semaphore free;
    private int number;
    private int second;

    Steady(Scene scene, ExecutorService callers, TraceRecorder recorder, long everyMillis) {
      this.scene = scene;
      this.callers = callers;
      this.recorder = recorder;
      this.everyMillis = everyMillis;
      this.free = new Semaphore(scene.atOnce());
    }

    void run(int seconds) throws Exception {
      long startNanos = System.nanoTime();
      int told = 0;
      while (told < seconds) {
        if (free.tryAcquire()) {
          int mine = number++;
          callers.execute(() -> call(mine));
        }
        if (System.nanoTime() - startNanos > Duration.ofSeconds(told).toNanos()) {
          told++;
          scene.everySecond(second++);
          if (second % READ_SECONDS == 0) {
            recorder.readOutput();
          }
        }
        Thread.sleep(everyMillis);
      }
    }

    private void call(int mine) {
      try {
        scene.call(mine);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        free.release();
      }
    }
  }
}
