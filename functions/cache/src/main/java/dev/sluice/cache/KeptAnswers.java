package dev.sluice.cache;

import dev.sluice.call.Call;
import dev.sluice.call.Outage;
import dev.sluice.call.Principal;
import dev.sluice.data.DataException;
import dev.sluice.data.Database;
import dev.sluice.data.Query;
import dev.sluice.data.Rows;
import dev.sluice.telemetry.CallScope;
import dev.sluice.telemetry.Metric;
import dev.sluice.telemetry.OpenSpan;
import dev.sluice.telemetry.Span;
import dev.sluice.telemetry.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Answers that were read before, for whoever may have the very same ones. Whatever is wrong with
 * the store, the database is asked; nothing is done after the answer. Safe for use by several
 * threads.
 */
public final class KeptAnswers implements Cache {
  /** Between two looks at an answer that another environment reads. */
  private static final Duration LOOK_AGAIN = Duration.ofMillis(5);

  private static final Duration PRIMING_BUDGET = Duration.ofSeconds(2);

  private final EntryStore store;
  private final KeepLimits limits;
  private final InstantSource clock;
  private final Telemetry telemetry;
  private final RandomGenerator random;
  private final Supplier<String> maskKey;
  private final Outage outage;

  /** Who reads what just now, in this environment. */
  private final ConcurrentMap<String, Flight> flights = new ConcurrentHashMap<>();

  /**
   * Over a store.
   *
   * @param outage what all who visit the store know of its failures
   * @param maskKey names the key that values are hashed with: what was hashed with another is
   *     another answer. It may throw nothing
   */
  public KeptAnswers(
      EntryStore store,
      KeepLimits limits,
      InstantSource clock,
      Telemetry telemetry,
      Outage outage,
      Supplier<String> maskKey) {
    this(store, limits, clock, telemetry, outage, RandomGenerator.getDefault(), maskKey);
  }

  /** The same where nothing is hashed, and nobody else visits. */
  public KeptAnswers(
      EntryStore store, KeepLimits limits, InstantSource clock, Telemetry telemetry) {
    this(store, limits, clock, telemetry, new Outage(clock), () -> "");
  }

  /** With the chance that expiry is spread by. */
  KeptAnswers(
      EntryStore store,
      KeepLimits limits,
      InstantSource clock,
      Telemetry telemetry,
      RandomGenerator random) {
    this(store, limits, clock, telemetry, new Outage(clock), random, () -> "");
  }

  private KeptAnswers(
      EntryStore store,
      KeepLimits limits,
      InstantSource clock,
      Telemetry telemetry,
      Outage outage,
      RandomGenerator random,
      Supplier<String> maskKey) {
    this.maskKey = maskKey;
    this.store = store;
    this.limits = limits;
    this.clock = clock;
    this.telemetry = telemetry;
    this.random = random;
    this.outage = outage;
  }

  @Override
  public Database over(Database database, Keeping keeping) {
    return (query, call) -> read(keeping, query, call, database);
  }

  private Rows read(Keeping keeping, Query query, Call call, Database database) {
    Duration maxAge = query.freshness().maxAge();
    // Without a promise nobody measures how old an answer is.
    if (maxAge == null || maxAge.isZero()) {
      return database.read(query, call);
    }
    Question question = Question.of(keeping, query, call.principal(), maskKey);
    if (call.principal().equals(Principal.PRIMING)) {
      look(question, keeping);
      return database.read(query, call);
    }
    try (OpenSpan _ = CallScope.open(Span.CACHE)) {
      return keptOrRead(keeping, question, query, call, database, maxAge);
    }
  }

  private Rows keptOrRead(
      Keeping keeping,
      Question question,
      Query query,
      Call call,
      Database database,
      Duration maxAge) {
    Flight mine = new Flight();
    Flight others = flights.putIfAbsent(question.key(), mine);
    if (others != null) {
      return others
          .await(call.deadline().remaining())
          .filter(answered -> isCurrent(answered, keeping, question))
          .flatMap(answered -> answered.within(maxAge, clock.instant()))
          .orElseGet(() -> database.read(query, call));
    }
    try {
      return new Reading(keeping, question, query, call, database, maxAge, mine).rows();
    } finally {
      flights.remove(question.key(), mine);
      mine.nothing();
    }
  }

  /**
   * Whether nothing was thrown away between the other's read and this call. A store that is down
   * throws nothing away.
   */
  private boolean isCurrent(Flight.Answered answered, Keeping keeping, Question question) {
    if (keeping.tags().isEmpty() || outage.isSuspected()) {
      return true;
    }
    Budget budget = Budget.of(limits.budget());
    try {
      return budget
          .spend(() -> store.find(question.key(), question.tags(keeping), question.owner(), budget))
          .generations()
          .equals(answered.generations());
    } catch (StoreException e) {
      outage.failed();
      return true;
    }
  }

  /**
   * What warms a snapshot goes the whole way, and leaves nothing behind. The first TLS connection
   * of a process takes longer than a call would wait.
   */
  private void look(Question question, Keeping keeping) {
    if (outage.isSuspected() && !outage.mayTry()) {
      return;
    }
    Budget budget = Budget.of(PRIMING_BUDGET);
    try {
      EntryStore.Found found =
          budget.spend(
              () -> store.find(question.key(), question.tags(keeping), question.owner(), budget));
      Optional<Entry> _ = EntryCodec.read(found.entry());
      outage.over();
    } catch (StoreException e) {
      outage.failed();
    }
  }

  /** One call that looks, and reads where it must. Used by one thread. */
  private final class Reading {
    private final Keeping keeping;
    private final Question question;
    private final Query query;
    private final Call call;
    private final Database database;
    private final Duration maxAge;
    private final Flight flight;
    private final Budget budget = Budget.of(limits.budget());
    private final String holder = UUID.randomUUID().toString();

    Reading(
        Keeping keeping,
        Question question,
        Query query,
        Call call,
        Database database,
        Duration maxAge,
        Flight flight) {
      this.keeping = keeping;
      this.question = question;
      this.query = query;
      this.call = call;
      this.database = database;
      this.maxAge = maxAge;
      this.flight = flight;
    }

    Rows rows() {
      try {
        return answer();
      } finally {
        telemetry.measure(Metric.CACHE_TIME, budget.spentMillis());
      }
    }

    private Rows answer() {
      if (outage.isSuspected() && !outage.mayTry()) {
        telemetry.measure(Metric.CACHE_PASSES, 1);
        return readForAll(null, 0);
      }
      EntryStore.Found found;
      EntryStore.Claim claim;
      Optional<Entry> kept;
      try {
        found =
            budget.spend(
                () -> store.find(question.key(), question.tags(keeping), question.owner(), budget));
        kept = good(found);
        if (kept.isPresent() && kept.get().isFresh(clock.instant())) {
          return hit(kept.get());
        }
        claim =
            budget.spend(
                () ->
                    store.claim(
                        question.key(), holder, limits.lease(), question.tags(keeping), budget));
        if (kept.isEmpty() && !claim.held()) {
          kept = awaitOther();
          if (kept.isPresent()) {
            return hit(kept.get());
          }
        }
        outage.over();
      } catch (StoreException e) {
        failed();
        return readForAll(null, 0);
      }
      if (kept.isPresent()) {
        return claim.held() ? renewed(kept.get(), claim, found.ownerBytes()) : hit(kept.get());
      }
      telemetry.measure(Metric.CACHE_MISSES, 1);
      return readForAll(claim, found.ownerBytes());
    }

    private Optional<Entry> good(EntryStore.Found found) {
      return EntryCodec.read(found.entry())
          .filter(entry -> entry.isGood(clock.instant(), maxAge, found.generations()));
    }

    private Rows hit(Entry entry) {
      outage.over();
      telemetry.measure(Metric.CACHE_HITS, 1);
      Flight.Answered answered = Flight.Answered.of(entry);
      flight.answered(answered);
      return answered.at(clock.instant());
    }

    /** Another environment reads: its answer is waited for as long as the budget lasts. */
    private Optional<Entry> awaitOther() throws StoreException {
      while (budget.leftMillis() > 2 * LOOK_AGAIN.toMillis()) {
        Optional<Entry> kept =
            budget.spend(
                () -> {
                  pause();
                  return good(
                      store.find(question.key(), question.tags(keeping), question.owner(), budget));
                });
        if (kept.isPresent()) {
          return kept;
        }
      }
      return Optional.empty();
    }

    /** Reads anew, while all others are given the older answer; which will do where that fails. */
    private Rows renewed(Entry older, EntryStore.Claim claim, long ownerBytes) {
      flight.answered(Flight.Answered.of(older));
      try {
        return readForAll(claim, ownerBytes);
      } catch (DataException.Refused e) {
        throw e;
      } catch (DataException e) {
        Instant now = clock.instant();
        if (now.isBefore(older.hard())) {
          return hit(older);
        }
        throw e;
      }
    }

    /** Reads, and keeps what was read; without the lease, whoever has that keeps its own. */
    private Rows readForAll(EntryStore.@Nullable Claim claim, long ownerBytes) {
      Instant sentAt = clock.instant();
      try {
        Rows rows = database.read(query, call);
        Duration lag = rows.age().lag();
        if (lag == null || rows.age().stale()) {
          return rows;
        }
        Instant asOf = sentAt.minus(lag);
        flight.answered(
            new Flight.Answered(rows, asOf, false, claim == null ? Map.of() : claim.generations()));
        if (claim != null && claim.held()) {
          keep(rows, asOf, claim, ownerBytes);
        }
        return rows;
      } catch (DataException e) {
        flight.failed(e);
        throw e;
      } finally {
        if (claim != null && claim.held()) {
          release();
        }
      }
    }

    private void keep(Rows rows, Instant asOf, EntryStore.Claim claim, long ownerBytes) {
      Instant now = clock.instant();
      Duration left = maxAge.minus(Duration.between(asOf, now));
      Instant hard = now.plus(part(left, 0.9, 1.0));
      Duration lasting = Duration.between(now, hard);
      if (lasting.toMillis() < 1) {
        return;
      }
      byte @Nullable [] entry =
          EntryCodec.write(
              new Entry(rows, asOf, now.plus(part(left, 0.6, 0.8)), hard, claim.generations()));
      if (entry == null
          || entry.length > limits.entryBytes()
          || ownerBytes + entry.length > limits.ownerBytes()) {
        telemetry.measure(Metric.CACHE_REFUSALS, 1);
        return;
      }
      try {
        budget.use(
            () ->
                store.keep(
                    question.key(), entry, lasting, question.owner(), question.subject(), budget));
      } catch (StoreException e) {
        failed();
      }
    }

    private void release() {
      try {
        budget.use(() -> store.release(question.key(), holder, budget));
      } catch (StoreException e) {
        // It ends by itself.
      }
    }

    private void failed() {
      outage.failed();
      telemetry.measure(Metric.CACHE_FAILURES, 1);
    }

    private Duration part(Duration whole, double least, double most) {
      return Duration.ofNanos((long) (whole.toNanos() * random.nextDouble(least, most)));
    }
  }

  private static void pause() throws StoreException {
    try {
      Thread.sleep(LOOK_AGAIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("interrupted", e);
    }
  }
}
