package dev.sluice.cache;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Entries of this process alone, no more than so many bytes; the one that was not asked for longest
 * goes first. Safe for use by several threads.
 */
final class MemoryEntryStore implements EntryStore {
  private final long mostBytes;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Kept> entries = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<String, Lease> leases = new HashMap<>();
  private final Map<String, String> generations = new HashMap<>();
  private long bytes;

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Kept(byte[] entry, Instant until, String owner) {}

  private record Lease(String holder, Instant until) {}

  /**
   * An empty one.
   *
   * @param mostBytes of all entries together
   */
  MemoryEntryStore(long mostBytes, InstantSource clock) {
    this.mostBytes = mostBytes;
    this.clock = clock;
  }

  @Override
  @SuppressWarnings("NullAway") // In class files it does not see that an array may be null.
  public Found find(String key, Collection<String> tags, String owner, Budget budget) {
    return locked(
        () -> {
          Kept kept = entries.get(key);
          if (kept != null && !clock.instant().isBefore(kept.until())) {
            remove(key);
            kept = null;
          }
          Map<String, String> known = new HashMap<>();
          for (String tag : tags) {
            String generation = generations.get(tag);
            if (generation != null) {
              known.put(tag, generation);
            }
          }
          long ofOwner =
              entries.values().stream()
                  .filter(each -> each.owner().equals(owner))
                  .mapToLong(each -> each.entry().length)
                  .sum();
          return new Found(kept == null ? null : kept.entry(), known, ofOwner);
        });
  }

  @Override
  public Claim claim(
      String key, String holder, Duration lease, Collection<String> tags, Budget budget) {
    return locked(
        () -> {
          Instant now = clock.instant();
          Lease before = leases.get(key);
          boolean held =
              before == null || !now.isBefore(before.until()) || before.holder().equals(holder);
          if (held) {
            leases.put(key, new Lease(holder, now.plus(lease)));
          }
          Map<String, String> made = new HashMap<>();
          for (String tag : tags) {
            made.put(tag, generations.computeIfAbsent(tag, _ -> UUID.randomUUID().toString()));
          }
          return new Claim(held, made);
        });
  }

  @Override
  public void keep(
      String key,
      byte[] entry,
      Duration lasting,
      String owner,
      @Nullable String subject,
      Budget budget) {
    boolean _ =
        locked(
            () -> {
              remove(key);
              entries.put(key, new Kept(entry.clone(), clock.instant().plus(lasting), owner));
              bytes += entry.length;
              leases.values().removeIf(lease -> !clock.instant().isBefore(lease.until()));
              Iterator<Kept> oldest = entries.values().iterator();
              while (bytes > mostBytes && oldest.hasNext()) {
                bytes -= oldest.next().entry().length;
                oldest.remove();
              }
              return true;
            });
  }

  @Override
  public void release(String key, String holder, Budget budget) {
    boolean _ =
        locked(
            () -> {
              Lease lease = leases.get(key);
              return lease != null && lease.holder().equals(holder) && leases.remove(key, lease);
            });
  }

  @Override
  public void invalidate(String tag, Budget budget) {
    boolean _ = locked(() -> generations.remove(tag) != null);
  }

  @Override
  public void close() {}

  private void remove(String key) {
    Kept before = entries.remove(key);
    if (before != null) {
      bytes -= before.entry().length;
    }
  }

  private <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }
}
