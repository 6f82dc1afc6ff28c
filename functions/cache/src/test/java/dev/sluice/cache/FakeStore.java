package dev.sluice.cache;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A store that fails, and is slow, on demand; otherwise one in memory. */
final class FakeStore implements EntryStore {
  private final EntryStore real;
  private final AtomicInteger visits = new AtomicInteger();
  private final AtomicInteger kept = new AtomicInteger();
  private volatile boolean leased;
  private volatile String failing = "";
  private volatile Duration delay = Duration.ZERO;
  private volatile byte @Nullable [] answer;

  FakeStore(InstantSource clock) {
    this(new MemoryEntryStore(10_000_000, clock));
  }

  FakeStore(EntryStore real) {
    this.real = real;
  }

  /** Which operation fails from now on; all of them for {@code "*"}, none for an empty text. */
  void failAt(String operation) {
    failing = operation;
  }

  /** How long every visit takes; no longer than its budget, as a store promises. */
  void slow(Duration time) {
    delay = time;
  }

  /** What every look finds. */
  void answer(byte[] entry) {
    answer = entry;
  }

  /** Another has every lease. */
  void leaseAll() {
    leased = true;
  }

  int visits() {
    return visits.get();
  }

  int kept() {
    return kept.get();
  }

  @Override
  public Found find(String key, Collection<String> tags, String owner, Budget budget)
      throws StoreException {
    visit("find", budget);
    Found found = real.find(key, tags, owner, budget);
    return answer == null ? found : new Found(answer, found.generations(), found.ownerBytes());
  }

  @Override
  public Claim claim(
      String key, String holder, Duration lease, Collection<String> tags, Budget budget)
      throws StoreException {
    visit("claim", budget);
    Claim claim = real.claim(key, holder, lease, tags, budget);
    return leased ? new Claim(false, claim.generations()) : claim;
  }

  @Override
  public void keep(
      String key,
      byte[] entry,
      Duration lasting,
      String owner,
      @Nullable String subject,
      Budget budget)
      throws StoreException {
    visit("keep", budget);
    real.keep(key, entry, lasting, owner, subject, budget);
    kept.incrementAndGet();
  }

  @Override
  public void release(String key, String holder, Budget budget) throws StoreException {
    visit("release", budget);
    real.release(key, holder, budget);
  }

  @Override
  public void invalidate(String tag, Budget budget) throws StoreException {
    real.invalidate(tag, budget);
  }

  @Override
  public void close() {}

  private void visit(String operation, Budget budget) throws StoreException {
    visits.incrementAndGet();
    if (failing.equals(operation) || failing.equals("*")) {
      throw new StoreException("down", null);
    }
    if (!delay.isZero()) {
      try {
        Thread.sleep(Math.min(delay.toMillis(), budget.leftMillis()));
      } catch (InterruptedException e) {
        throw new StoreException("interrupted", e);
      }
      if (delay.toMillis() >= budget.leftMillis()) {
        throw new StoreException("too slow", null);
      }
    }
  }
}
