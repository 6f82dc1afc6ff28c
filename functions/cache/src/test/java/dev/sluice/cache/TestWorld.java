package dev.sluice.cache;

import dev.sluice.call.Call;
import dev.sluice.call.Deadline;
import dev.sluice.call.Principal;
import dev.sluice.call.Reference;
import dev.sluice.catalog.Limits;
import dev.sluice.catalog.Mask;
import dev.sluice.catalog.WhenStale;
import dev.sluice.catalog.shape.Column;
import dev.sluice.data.DataException;
import dev.sluice.data.Database;
import dev.sluice.data.Freshness;
import dev.sluice.data.Query;
import dev.sluice.data.Rows;
import dev.sluice.data.SqlTemplate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** A clock that is turned by hand, and a database that counts. */
final class TestWorld {
  static final Duration MAX_AGE = Duration.ofSeconds(60);
  static final Duration LAG = Duration.ofMillis(40);

  /** A machine that is busy must not look like a store that is down. */
  static final KeepLimits PATIENT =
      new KeepLimits(262_144, 67_108_864, Duration.ofSeconds(5), Duration.ofSeconds(5));

  static final Keeping KEEPING = new Keeping("orders", "v1", List.of());

  private final AtomicInteger reads = new AtomicInteger();
  private final CountDownLatch begun = new CountDownLatch(1);
  private volatile Instant now = Instant.parse("2026-11-26T00:00:00Z");
  private volatile @Nullable Duration maxAge = MAX_AGE;
  private volatile @Nullable Duration lag = LAG;
  private volatile @Nullable CountDownLatch held;
  private volatile @Nullable Supplier<DataException> failure;

  InstantSource clock() {
    return () -> now;
  }

  RandomGenerator random() {
    return new Random(7);
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  void maxAge(@Nullable Duration most) {
    maxAge = most;
  }

  void lag(@Nullable Duration behind) {
    lag = behind;
  }

  void fail(Supplier<DataException> with) {
    failure = with;
  }

  void work() {
    failure = null;
  }

  /** Lets no read end before the latch is counted down. */
  CountDownLatch hold() {
    CountDownLatch latch = new CountDownLatch(1);
    held = latch;
    return latch;
  }

  /** Waits until somebody reads. */
  void awaitRead() throws InterruptedException {
    int before = reads.get();
    while (held != null && reads.get() == before && begun.getCount() > 0) {
      Thread.sleep(1);
    }
  }

  int reads() {
    return reads.get();
  }

  Rows read(KeptAnswers answers, Keeping keeping, Principal principal, Map<String, Mask> masks) {
    Query query =
        new Query(
                SqlTemplate.parse("select v from orders"),
                JsonNodeFactory.instance.objectNode(),
                Limits.DEFAULT)
            .withFreshness(new Freshness(maxAge, WhenStale.LABEL))
            .withMasks(masks);
    Call call =
        new Call(
            principal,
            Deadline.after(Duration.ofSeconds(20), InstantSource.system()),
            Reference.next());
    return answers.over(database(), keeping).read(query, call);
  }

  private Database database() {
    return (query, call) -> {
      Supplier<DataException> failing = failure;
      int count = reads.incrementAndGet();
      CountDownLatch latch = held;
      if (latch != null) {
        begun.countDown();
        try {
          latch.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
      if (failing != null) {
        throw failing.get();
      }
      Duration most = maxAge;
      Duration behind = lag;
      boolean stale = most != null && (behind == null || behind.compareTo(most) > 0);
      return new Rows(
          List.of(new Column("v", "text")),
          List.of(List.of(JsonMapper.shared().valueToTree("read " + count))),
          Rows.Cut.NONE,
          new Rows.Source("replica-1", true),
          new Rows.Age(behind, stale));
    };
  }
}
