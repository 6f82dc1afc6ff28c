package dev.sluice.cache;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where entries are kept, for all environments or for one. A store may forget anything at any time,
 * and is never believed: what is found says under which generations of its tags it was read.
 *
 * <p>Every method ends within its budget. Implementations are safe for use by several threads, and
 * do nothing between calls: an environment may be frozen then.
 */
public interface EntryStore extends AutoCloseable {

  /**
   * What is known of a key.
   *
   * @param entry what was kept; null when there is none
   * @param generations of the tags that have one
   * @param ownerBytes about how much is kept for the owner
   */
  @SuppressWarnings("ArrayRecordComponent") // Handed on, never compared.
  record Found(byte @Nullable [] entry, Map<String, String> generations, long ownerBytes) {
    /** Copies the map. */
    public Found {
      generations = Map.copyOf(generations);
    }
  }

  /**
   * What came of asking for a lease.
   *
   * @param held whether the one who asked has it
   * @param generations of all the tags, as they were before anything is read under the lease
   */
  record Claim(boolean held, Map<String, String> generations) {
    /** Copies the map. */
    public Claim {
      generations = Map.copyOf(generations);
    }
  }

  /** Looks for an entry, and at the generations of its tags. */
  Found find(String key, Collection<String> tags, String owner, Budget budget)
      throws StoreException;

  /**
   * Takes the lease of a key unless another holds it, and makes a generation for each tag that has
   * none.
   *
   * @param holder a text that nobody else uses
   */
  Claim claim(String key, String holder, Duration lease, Collection<String> tags, Budget budget)
      throws StoreException;

  /**
   * Keeps an entry for a time, in place of the one before, and counts its bytes to its owner.
   *
   * @param lasting above zero; an entry without an end would never be evicted
   * @param subject whose hash it is that the entry is found by when the subject is erased; null for
   *     an entry that is nobody's alone
   */
  void keep(
      String key,
      byte[] entry,
      Duration lasting,
      String owner,
      @Nullable String subject,
      Budget budget)
      throws StoreException;

  /** Gives up a lease that this holder still has: what it read is not kept. */
  void release(String key, String holder, Budget budget) throws StoreException;

  /** Makes all that was read under a tag worthless, at once and however much it is. */
  void invalidate(String tag, Budget budget) throws StoreException;

  /** Closes connections; one that is used afterwards opens them again. */
  @Override
  void close();
}
