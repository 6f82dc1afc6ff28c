package dev.sluice.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.Principal;
import dev.sluice.catalog.Mask;
import dev.sluice.data.DataException;
import dev.sluice.data.Rows;
import dev.sluice.telemetry.Metric;
import dev.sluice.telemetry.RecordingTelemetry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class KeptAnswersTest {
  private static final Principal ADA = new Principal("ada", "acme", Set.of("orders.read"), false);
  private static final Principal BOB = new Principal("bob", "acme", Set.of("orders.read"), false);
  private static final Principal EVE = new Principal("eve", "bolt", Set.of("orders.read"), false);

  private final TestWorld world = new TestWorld();
  private final FakeStore store = new FakeStore(world.clock());
  private final RecordingTelemetry telemetry = new RecordingTelemetry();
  private final KeptAnswers answers =
      new KeptAnswers(store, TestWorld.PATIENT, world.clock(), telemetry, world.random());

  @Test
  void read_again_isTheKeptOneWithItsAge() {
    Rows first = read(ADA);
    world.pass(Duration.ofSeconds(10));
    Rows second = read(ADA);
    assertThat(world.reads()).isEqualTo(1);
    assertThat(second.rows()).hasToString(first.rows().toString());
    assertThat(first.source().kept()).isFalse();
    assertThat(second.source()).isEqualTo(new Rows.Source("replica-1", true, true));
    assertThat(second.age()).isEqualTo(new Rows.Age(TestWorld.LAG.plusSeconds(10), false));
    assertThat(telemetry.sum(Metric.CACHE_HITS)).isEqualTo(1);
    assertThat(telemetry.sum(Metric.CACHE_MISSES)).isEqualTo(1);
  }

  @Test
  void read_bySomebodyElse_isReadAnew() {
    read(ADA);
    for (Principal other :
        List.of(
            BOB,
            EVE,
            ADA.ofTenant("bolt"),
            new Principal("ada", "acme", Set.of(), false),
            new Principal("ada", "acme", Set.of("orders.read"), true))) {
      int before = world.reads();
      read(other);
      assertThat(world.reads()).as(other.toString()).isEqualTo(before + 1);
    }
  }

  @Test
  void read_variesByTheTenant_isSharedWithinIt() {
    Keeping narrowed = new Keeping("orders", "v1", List.of(), EnumSet.of(VariesBy.TENANT));
    world.read(answers, narrowed, ADA, Map.of());
    world.read(answers, narrowed, BOB, Map.of());
    assertThat(world.reads()).isEqualTo(1);
    world.read(answers, narrowed, EVE, Map.of());
    assertThat(world.reads()).isEqualTo(2);
  }

  @Test
  void read_maskLiftedForOne_isNeverShared() {
    Keeping narrowed = new Keeping("orders", "v1", List.of(), EnumSet.of(VariesBy.TENANT));
    Map<String, Mask> masks = Map.of("v", new Mask(new Mask.Null(), "pii.read"));
    Principal holder = new Principal("cyd", "acme", Set.of("pii.read"), false);
    world.read(answers, narrowed, holder, masks);
    world.read(answers, narrowed, ADA, masks);
    assertThat(world.reads()).isEqualTo(2);
  }

  @Test
  void read_anotherVersionOfTheCatalogue_isReadAnew() {
    read(ADA);
    world.read(answers, new Keeping("orders", "v2", List.of()), ADA, Map.of());
    assertThat(world.reads()).isEqualTo(2);
  }

  @Test
  void read_noAgePromised_isNotKept() {
    world.maxAge(null);
    read(ADA);
    read(ADA);
    world.maxAge(Duration.ZERO);
    read(ADA);
    assertThat(world.reads()).isEqualTo(3);
    assertThat(store.visits()).isZero();
  }

  @Test
  void read_lagUnknownOrTooGreat_isNotKept() {
    world.lag(null);
    read(ADA);
    world.lag(TestWorld.MAX_AGE.plusSeconds(1));
    read(ADA);
    read(ADA);
    assertThat(world.reads()).isEqualTo(3);
  }

  @Test
  void read_priming_leavesNothing() {
    read(Principal.PRIMING);
    read(Principal.PRIMING);
    assertThat(world.reads()).isEqualTo(2);
    assertThat(store.kept()).isZero();
  }

  @Test
  void read_softlyExpired_isReadByOneWhileOthersGetTheOlder() throws Exception {
    read(ADA);
    world.pass(TestWorld.MAX_AGE.multipliedBy(85).dividedBy(100));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CountDownLatch read = world.hold();
      Future<Rows> renewing = threads.submit(() -> read(ADA));
      world.awaitRead();
      Rows older = read(ADA);
      assertThat(older.source().kept()).isTrue();
      assertThat(older.age().lag()).isGreaterThan(TestWorld.MAX_AGE.dividedBy(2));
      // Another environment over the same store: the lease is taken.
      KeptAnswers elsewhere = elsewhere();
      assertThat(world.read(elsewhere, TestWorld.KEEPING, ADA, Map.of()).source().kept()).isTrue();
      read.countDown();
      assertThat(renewing.get().source().kept()).isFalse();
    }
    assertThat(world.reads()).isEqualTo(2);
    assertThat(read(ADA).age().lag()).isEqualTo(TestWorld.LAG);
    assertThat(world.reads()).isEqualTo(2);
  }

  @Test
  void read_softlyExpiredAndNoDatabase_isTheOlderUntilItsEnd() {
    read(ADA);
    world.pass(TestWorld.MAX_AGE.multipliedBy(85).dividedBy(100));
    world.fail(() -> new DataException.Unavailable(new java.sql.SQLException("gone")));
    assertThat(read(ADA).source().kept()).isTrue();
    world.pass(TestWorld.MAX_AGE.multipliedBy(20).dividedBy(100));
    assertThatThrownBy(() -> read(ADA)).isInstanceOf(DataException.Unavailable.class);
  }

  @Test
  void read_hardlyExpired_isReadAnew() {
    read(ADA);
    world.pass(TestWorld.MAX_AGE.minus(TestWorld.LAG));
    assertThat(read(ADA).source().kept()).isFalse();
    assertThat(world.reads()).isEqualTo(2);
  }

  @Test
  void read_tagInvalidated_isReadAnew() throws Exception {
    Keeping tagged = new Keeping("orders", "v1", List.of("orders", "customers"));
    world.read(answers, tagged, ADA, Map.of());
    store.invalidate("nation", Budget.of(Duration.ofSeconds(1)));
    world.read(answers, tagged, ADA, Map.of());
    assertThat(world.reads()).isEqualTo(1);
    store.invalidate("customers", Budget.of(Duration.ofSeconds(1)));
    world.read(answers, tagged, ADA, Map.of());
    assertThat(world.reads()).isEqualTo(2);
  }

  /** What was read before an invalidation is worthless after it, even if it is kept later. */
  @Test
  void read_invalidatedWhileItReads_isNotGivenAfterwards() throws Exception {
    Keeping tagged = new Keeping("orders", "v1", List.of("orders"));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CountDownLatch read = world.hold();
      Future<Rows> reading = threads.submit(() -> world.read(answers, tagged, ADA, Map.of()));
      world.awaitRead();
      store.invalidate("orders", Budget.of(Duration.ofSeconds(1)));
      read.countDown();
      reading.get();
    }
    assertThat(world.read(answers, tagged, ADA, Map.of()).source().kept()).isFalse();
    assertThat(world.reads()).isEqualTo(2);
  }

  /** Who calls after an invalidation is over gets nothing that was read before it. */
  @Test
  void read_invalidatedWhileAnotherReads_isReadByWhoComesAfterwards() throws Exception {
    Keeping tagged = new Keeping("orders", "v1", List.of("orders"));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CountDownLatch read = world.hold();
      Future<Rows> first = threads.submit(() -> world.read(answers, tagged, ADA, Map.of()));
      world.awaitRead();
      store.invalidate("orders", Budget.of(Duration.ofSeconds(1)));
      Future<Rows> second = threads.submit(() -> world.read(answers, tagged, ADA, Map.of()));
      Thread.sleep(100);
      read.countDown();
      assertThat(second.get().rows().toString()).isNotEqualTo(first.get().rows().toString());
    }
    assertThat(world.reads()).isEqualTo(2);
  }

  /** One that was frozen with the lease must not hold up others for longer than a budget. */
  @Test
  void read_anotherHasTheLeaseAndNeverComes_isReadAfterTheBudget() throws Exception {
    KeptAnswers usual =
        new KeptAnswers(store, KeepLimits.DEFAULT, world.clock(), telemetry, world.random());
    store.leaseAll();
    long before = System.nanoTime();
    assertThat(world.read(usual, TestWorld.KEEPING, ADA, Map.of()).source().kept()).isFalse();
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMillis(150));
    assertThat(store.kept()).isZero();
    assertThat(telemetry.sum(Metric.CACHE_FAILURES)).isZero();
  }

  /** Fault 20: everything is gone, and 500 ask the same at once. */
  @ParameterizedTest
  @ValueSource(strings = {"works", "down", "leased"})
  void read_by500AtOnce_isOneStatement(String how) throws Exception {
    Keeping tagged = new Keeping("orders", "v1", List.of("orders"));
    if (how.equals("down")) {
      store.failAt("*");
    } else if (how.equals("leased")) {
      store.leaseAll();
    }
    KeptAnswers usual =
        new KeptAnswers(
            store,
            new KeepLimits(1_000, 1_000, Duration.ofMillis(200), Duration.ofSeconds(5)),
            world.clock(),
            telemetry,
            world.random());
    assertThat(by500(() -> world.read(usual, tagged, ADA, Map.of())))
        .allSatisfy(one -> assertThat(one.get().rows()).hasSize(1));
    assertThat(world.reads()).isEqualTo(1);
  }

  @Test
  void read_by500AndTheDatabaseRefuses_isOneStatementAndEachIsTold() throws Exception {
    world.fail(() -> new DataException.Refused("no such row", null));
    assertThat(by500(() -> read(ADA)))
        .allSatisfy(
            one -> assertThatThrownBy(one::get).hasCauseInstanceOf(DataException.Refused.class));
    assertThat(world.reads()).isEqualTo(1);
  }

  @Test
  void read_whoReadsHadTooLittleTime_isReadByTheOthersThemselves() throws Exception {
    world.fail(() -> DataException.TimedOut.beforehand(new java.sql.SQLException("late")));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CountDownLatch read = world.hold();
      Future<Rows> first = threads.submit(() -> read(ADA));
      world.awaitRead();
      Future<Rows> second = threads.submit(() -> read(ADA));
      Thread.sleep(100);
      world.work();
      read.countDown();
      assertThatThrownBy(first::get).hasCauseInstanceOf(DataException.TimedOut.class);
      assertThat(second.get().rows()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"find", "claim", "keep", "release"})
  void read_storeFails_isReadAsWithoutOne(String operation) {
    store.failAt(operation);
    for (int i = 0; i < 20; i++) {
      assertThat(read(ADA).rows()).hasSize(1);
    }
    if (!operation.equals("release")) {
      assertThat(world.reads()).isEqualTo(20);
      // The breaker: it is not asked again and again.
      assertThat(telemetry.sum(Metric.CACHE_FAILURES)).isEqualTo(1);
      assertThat(telemetry.sum(Metric.CACHE_PASSES)).isEqualTo(19);
    }
    store.failAt("");
    world.pass(Duration.ofSeconds(2));
    read(ADA);
    assertThat(read(ADA).source().kept()).isTrue();
  }

  @Test
  void read_storeIsSlow_takesNoMoreThanTheBudget() {
    KeptAnswers usual =
        new KeptAnswers(store, KeepLimits.DEFAULT, world.clock(), telemetry, world.random());
    store.slow(Duration.ofSeconds(1));
    long before = System.nanoTime();
    for (int i = 0; i < 20; i++) {
      world.read(usual, TestWorld.KEEPING, ADA, Map.of());
    }
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMillis(250));
  }

  @Test
  void read_entryTooLarge_isNotKept() {
    KeptAnswers small =
        new KeptAnswers(
            store,
            new KeepLimits(10, 1_000, Duration.ofSeconds(5), Duration.ofSeconds(5)),
            world.clock(),
            telemetry,
            world.random());
    world.read(small, TestWorld.KEEPING, ADA, Map.of());
    world.read(small, TestWorld.KEEPING, ADA, Map.of());
    assertThat(world.reads()).isEqualTo(2);
    assertThat(telemetry.sum(Metric.CACHE_REFUSALS)).isEqualTo(2);
  }

  @Test
  void read_tenantHasItsShare_keepsNoMoreOfItAndAllOfOthers() {
    KeptAnswers small =
        new KeptAnswers(
            store,
            new KeepLimits(10_000, 300, Duration.ofSeconds(5), Duration.ofSeconds(5)),
            world.clock(),
            telemetry,
            world.random());
    for (int i = 0; i < 10; i++) {
      world.read(small, new Keeping("tool" + i, "v1", List.of()), ADA, Map.of());
    }
    assertThat(store.kept()).isBetween(1, 3);
    int before = store.kept();
    world.read(small, TestWorld.KEEPING, EVE, Map.of());
    assertThat(store.kept()).isEqualTo(before + 1);
  }

  @Test
  void read_brokenEntry_isReadAnew() throws Exception {
    store.answer(new byte[] {'z', 1, 2, 3});
    assertThat(read(ADA).source().kept()).isFalse();
  }

  @Test
  void read_entryFromTheFuture_isReadAnew() {
    world.pass(Duration.ofMinutes(10));
    read(ADA);
    world.pass(Duration.ofMinutes(-5));
    assertThat(read(ADA).source().kept()).isFalse();
  }

  /** What becomes of 500 who ask while the first of them reads. */
  private List<Future<Rows>> by500(Callable<Rows> asking) throws InterruptedException {
    List<Future<Rows>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CountDownLatch read = world.hold();
      for (int i = 0; i < 500; i++) {
        all.add(threads.submit(asking));
      }
      world.awaitRead();
      Thread.sleep(200);
      read.countDown();
    }
    return all;
  }

  private KeptAnswers elsewhere() {
    return new KeptAnswers(store, TestWorld.PATIENT, world.clock(), telemetry, world.random());
  }

  private Rows read(Principal principal) {
    return world.read(answers, TestWorld.KEEPING, principal, Map.of());
  }
}
