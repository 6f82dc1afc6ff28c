package dev.sluice.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.servers.RedisServer;
import dev.sluice.testkit.TcpProxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of calls when the store, or the network to it, fails. */
class RedisFaultsIT {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** What one call may spend on its store. */
  private static final long BUDGET_MILLIS = 50;

  /** Beside the budget: what a busy machine's scheduler takes. */
  private static final long SLACK_MILLIS = 10;

  @TempDir private static Path folder;
  private static RedisServer server;
  private static TcpProxy proxy;
  private final TurnedClock clock = new TurnedClock();
  private RedisEntryStore store;

  @BeforeAll
  static void start() throws IOException {
    server = RedisServer.start(folder.resolve("shared"));
    proxy = TcpProxy.to("127.0.0.1", server.port());
  }

  @AfterAll
  static void stop() throws IOException {
    proxy.close();
    server.close();
  }

  @BeforeEach
  void open() throws StoreException {
    store = new RedisEntryStore(RedisEntryStoreIT.settings(server), clock);
    // The first use loads classes, which is not what is timed.
    for (int i = 0; i < 20; i++) {
      RedisEntryStoreIT.useAll(store);
    }
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void killedServer_untilItIsBack_isAStoreExceptionWithinTheBudget() throws StoreException {
    server.kill();
    for (ThrowingCallable use : each(store)) {
      assertFailsInTime(use);
    }

    server.restart();

    RedisEntryStoreIT.useAll(store);
  }

  @Test
  void restartedServer_overADeadConnection_isNoError() throws StoreException {
    server.kill();
    server.restart();

    assertThat(find(store)).isNull();
  }

  @Test
  void slowNetwork_halfASecond_endsWithTheBudget() throws StoreException, IOException {
    try (RedisEntryStore far =
        new RedisEntryStore(
            new RedisSettings(RedisEntryStoreIT.url(proxy.port()), false, null), clock)) {
      RedisEntryStoreIT.useAll(far);
      proxy.delay(Duration.ofMillis(500));
      for (ThrowingCallable use : each(far)) {
        assertFailsInTime(use);
      }

      proxy.pass();

      RedisEntryStoreIT.useAll(far);
    }
  }

  @Test
  void farNetwork_eachUse_crossesItOnce() throws Throwable {
    try (RedisEntryStore far =
        new RedisEntryStore(
            new RedisSettings(RedisEntryStoreIT.url(proxy.port()), false, null), clock)) {
      RedisEntryStoreIT.useAll(far);
      proxy.delay(Duration.ofMillis(30));
      for (ThrowingCallable use : each(far)) {
        long startNanos = System.nanoTime();
        use.call(); // It has 50 ms, in which nothing crosses twice.
        assertThat((System.nanoTime() - startNanos) / 1_000_000).isGreaterThanOrEqualTo(30);
      }
    } finally {
      proxy.pass();
    }
  }

  @Test
  void unknownName_endsWithTheBudget() {
    RedisSettings lost = new RedisSettings(URI.create("redis://no-such-host.invalid"), false, null);
    try (RedisEntryStore nowhere = new RedisEntryStore(lost, clock)) {
      assertFailsInTime(() -> find(nowhere));
    }
  }

  @Test
  void silentNetwork_newAndOldConnections_endWithTheBudget() throws StoreException, IOException {
    try (RedisEntryStore far =
        new RedisEntryStore(
            new RedisSettings(RedisEntryStoreIT.url(proxy.port()), false, null), clock)) {
      RedisEntryStoreIT.useAll(far);
      proxy.blackhole();
      for (ThrowingCallable use : each(far)) {
        assertFailsInTime(use);
      }

      proxy.pass();

      RedisEntryStoreIT.useAll(far);
    }
  }

  @Test
  void stoppedServer_everyUse_endsWithTheBudget() throws StoreException {
    server.pause();
    try {
      for (ThrowingCallable use : each(store)) {
        assertFailsInTime(use);
      }
    } finally {
      server.resume();
    }

    RedisEntryStoreIT.useAll(store);
  }

  @Test
  void stoppedServer_theLargestEntry_endsWithTheBudget() {
    byte[] large = new byte[RedisEntryStore.MOST_ENTRY_BYTES];
    server.pause();
    try {
      assertFailsInTime(() -> store.keep("large", large, MINUTE, "owner", null, budget()));
    } finally {
      server.resume();
    }
  }

  /** One byte at a time, each well within a socket's timeout, would last for ever. */
  @Test
  void drippingServer_endsWithTheBudget() throws IOException, InterruptedException {
    try (ServerSocket dripping = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"))) {
      Thread thread = Thread.ofVirtual().start(() -> drip(dripping));
      RedisSettings settings =
          new RedisSettings(RedisEntryStoreIT.url(dripping.getLocalPort()), false, null);
      try (RedisEntryStore fed = new RedisEntryStore(settings, clock)) {
        assertFailsInTime(() -> find(fed));
      }
      thread.join();
    }
  }

  @Test
  void fullServer_keepFails_findAndInvalidateGoOn() throws StoreException {
    Map<String, String> small = Map.of("maxmemory", "2mb", "maxmemory-policy", "noeviction");
    try (RedisServer full = RedisServer.start(folder.resolve("full"), small);
        RedisEntryStore kept = new RedisEntryStore(RedisEntryStoreIT.settings(full), clock)) {
      kept.claim("first", "holder", MINUTE, Set.of("tag"), EntryStoreContract.budget());
      kept.keep("first", new byte[] {1}, MINUTE, "owner", null, EntryStoreContract.budget());
      byte[] noise = new byte[100_000];
      new Random(1).nextBytes(noise);

      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 100; i++) {
                  kept.keep("key-" + i, noise, MINUTE, "owner", null, EntryStoreContract.budget());
                }
              })
          .isInstanceOf(StoreException.class)
          .hasMessage("the store refused: OOM");

      assertThat(kept.find("first", Set.of("tag"), "owner", EntryStoreContract.budget()))
          .satisfies(found -> assertThat(found.entry()).isEqualTo(new byte[] {1}))
          .satisfies(found -> assertThat(found.generations()).containsOnlyKeys("tag"));
      kept.invalidate("tag", EntryStoreContract.budget());
      assertThat(kept.find("first", Set.of("tag"), "owner", EntryStoreContract.budget()))
          .satisfies(found -> assertThat(found.generations()).isEmpty());
    }
  }

  @Test
  void freeze_connectionsCutMeanwhile_isNoErrorAndTriesNone() throws StoreException, IOException {
    try (RedisEntryStore frozen =
        new RedisEntryStore(
            new RedisSettings(RedisEntryStoreIT.url(proxy.port()), false, null), clock)) {
      RedisEntryStoreIT.useAll(frozen);
      int before = proxy.opened();
      proxy.cutAll();
      clock.turn(Duration.ofMinutes(5));

      RedisEntryStoreIT.useAll(frozen);

      assertThat(proxy.opened()).isEqualTo(before + 1);
    }
  }

  @Test
  void freeze_connectionsForgottenMeanwhile_isNoError() throws StoreException, IOException {
    try (RedisEntryStore frozen =
        new RedisEntryStore(
            new RedisSettings(RedisEntryStoreIT.url(proxy.port()), false, null), clock)) {
      RedisEntryStoreIT.useAll(frozen);
      proxy.forgetAll();
      clock.turn(Duration.ofSeconds(61));

      RedisEntryStoreIT.useAll(frozen);
    }
  }

  @Test
  void cutConnection_withoutAFreeze_costsOneMore() throws StoreException, IOException {
    try (RedisEntryStore cut =
        new RedisEntryStore(
            new RedisSettings(RedisEntryStoreIT.url(proxy.port()), false, null), clock)) {
      RedisEntryStoreIT.useAll(cut);
      int before = proxy.opened();
      proxy.cutAll();

      assertThat(cut.find("all", Set.of(), "owner", budget()).entry()).isNotNull();

      assertThat(proxy.opened()).isEqualTo(before + 1);
    }
  }

  @Test
  void manyCallers_moreThanConnections_shareThemAndWaitWithinTheirBudget()
      throws InterruptedException, StoreException {
    RedisSettings two =
        new RedisSettings(
            RedisEntryStoreIT.url(server.port()), false, null, 2, Duration.ofMinutes(1));
    try (RedisEntryStore shared = new RedisEntryStore(two, clock)) {
      RedisEntryStoreIT.useAll(shared);
      ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
      together(64, () -> RedisEntryStoreIT.useAll(shared), failures);
      assertThat(failures).isEmpty();
      long ours =
          server.ask("CLIENT", "LIST", "TYPE", "normal").lines().filter(l -> !l.isBlank()).count();
      assertThat(ours).as("two here, one in the test's own store, and who asks").isEqualTo(4);

      server.pause();
      try {
        together(16, () -> assertFailsInTime(() -> find(shared)), failures);
      } finally {
        server.resume();
      }
      assertThat(failures).isEmpty();
    }
  }

  @Test
  void close_duringAUse_leavesNoConnectionBehind()
      throws StoreException, IOException, InterruptedException {
    try (TcpProxy own = TcpProxy.to("127.0.0.1", server.port())) {
      RedisSettings settings = new RedisSettings(RedisEntryStoreIT.url(own.port()), false, null);
      RedisEntryStore closing = new RedisEntryStore(settings, clock);
      RedisEntryStoreIT.useAll(closing);
      own.delay(Duration.ofMillis(200));
      ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
      Thread user =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      closing.invalidate("tag", EntryStoreContract.budget());
                    } catch (StoreException e) {
                      failures.add(e.toString());
                    }
                  });
      Thread.sleep(100);

      closing.close();
      user.join();

      assertThat(failures).isEmpty();
      long endNanos = System.nanoTime() + 5_000_000_000L;
      while (own.open() > 0 && System.nanoTime() < endNanos) {
        Thread.sleep(5);
      }
      assertThat(own.open()).isZero();
    }
  }

  @Test
  void store_betweenCalls_hasNoThread() throws StoreException {
    RedisEntryStoreIT.useAll(store);

    assertThat(Thread.getAllStackTraces().keySet().stream().map(Thread::getName))
        .noneMatch(
            name ->
                name.toLowerCase(java.util.Locale.ROOT).contains("jedis")
                    || name.contains("evictor")
                    || name.contains("commons-pool"));
  }

  @FunctionalInterface
  private interface Use {
    void make() throws StoreException;
  }

  private static void together(int callers, Use use, ConcurrentLinkedQueue<String> failures)
      throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < callers; i++) {
      threads.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      use.make();
                    } catch (StoreException | AssertionError e) {
                      failures.add(e.toString());
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static List<ThrowingCallable> each(EntryStore store) {
    return List.of(
        () -> store.find("all", Set.of("one"), "owner", budget()),
        () -> store.claim("all", "holder", MINUTE, Set.of("one"), budget()),
        () -> store.keep("all", new byte[2_000], MINUTE, "owner", null, budget()),
        () -> store.release("all", "holder", budget()),
        () -> store.invalidate("one", budget()));
  }

  private static byte @Nullable [] find(EntryStore store) throws StoreException {
    return store.find("all", Set.of("one"), "owner", budget()).entry();
  }

  private static Budget budget() {
    return Budget.of(Duration.ofMillis(BUDGET_MILLIS));
  }

  private static void assertFailsInTime(ThrowingCallable use) {
    long startNanos = System.nanoTime();
    assertThatThrownBy(use).isInstanceOf(StoreException.class);
    assertThat((System.nanoTime() - startNanos) / 1_000_000)
        .as("milliseconds")
        .isLessThanOrEqualTo(BUDGET_MILLIS + SLACK_MILLIS);
  }

  private static void drip(ServerSocket server) {
    try (Socket client = server.accept()) {
      client
          .getOutputStream()
          .write("$1000000\r\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
      while (true) {
        client.getOutputStream().write('x');
        Thread.sleep(5);
      }
    } catch (IOException _) {
      // The store has gone, as it should.
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
