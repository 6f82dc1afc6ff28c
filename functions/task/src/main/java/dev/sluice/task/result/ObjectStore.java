package dev.sluice.task.result;

import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps bytes under names. An object is there whole or not at all, and who reads it after it was
 * put finds it. Implementations are safe for use by several threads, do nothing between calls, and
 * give up after {@link #MOST_SECONDS}.
 *
 * <p>A key is ASCII: words of letters, digits, {@code _}, {@code -} and {@code .}, with slashes
 * between them. Keys are in the order of their bytes.
 */
public interface ObjectStore {
  /** A part with one row of the widest, and room. */
  int MOST_OBJECT_BYTES = 64 << 20;

  /** What S3 lists and deletes in one go. */
  int MOST_AT_ONCE = 1_000;

  /** Less than a connection to the database is held for a sink that is busy. */
  int MOST_SECONDS = 25;

  /** The longest that a link may be good for: 12 h, as long as a role's credentials can be. */
  Duration MOST_LINK = Duration.ofHours(12);

  /**
   * Stores an object, in place of one of the same key.
   *
   * @param content at most {@link #MOST_OBJECT_BYTES}
   * @param type its media type
   */
  void put(String key, byte[] content, String type) throws ObjectStoreException;

  /**
   * An object; empty where there is none.
   *
   * @param mostBytes that it may have
   * @throws ObjectStoreException also when it is larger
   */
  Optional<byte[]> get(String key, int mostBytes) throws ObjectStoreException;

  /**
   * Objects in the order of their keys: as many as asked for, where there are as many.
   *
   * @param prefix that their keys begin with
   * @param after the key behind which to begin; null for the first
   * @param most 1 to {@link #MOST_AT_ONCE}
   */
  List<StoredObject> list(String prefix, @Nullable String after, int most)
      throws ObjectStoreException;

  /**
   * The first words of keys that have several, each once and in order, as {@link #list} gives
   * objects. None of them may be the beginning of another.
   */
  List<String> folders(@Nullable String after, int most) throws ObjectStoreException;

  /** Deletes objects; those that are not there are left out. */
  void delete(Collection<String> keys) throws ObjectStoreException;

  /**
   * A link by which anybody loads this object, and no other, for a time. It is made here: whether
   * the object is there is not looked at.
   *
   * @param validFor 1 s to {@link #MOST_LINK}; where it was signed with credentials that end
   *     sooner, it ends with them
   */
  URI link(String key, Duration validFor) throws ObjectStoreException;
}
