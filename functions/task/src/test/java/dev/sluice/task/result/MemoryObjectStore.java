package dev.sluice.task.result;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Objects in memory, and a say in what fails. Safe for use by several threads. */
final class MemoryObjectStore implements ObjectStore {
  private final InstantSource clock;
  private final NavigableMap<String, Entry> objects = new TreeMap<>();
  private final List<String> log = new ArrayList<>();
  private Predicate<String> failing = _ -> false;

  private static final class Entry {
    private final byte[] content;
    private final Instant storedAt;

    Entry(byte[] content, Instant storedAt) {
      this.content = content.clone();
      this.storedAt = storedAt;
    }

    byte[] content() {
      return content.clone();
    }

    Instant storedAt() {
      return storedAt;
    }
  }

  MemoryObjectStore() {
    this(InstantSource.system());
  }

  MemoryObjectStore(InstantSource clock) {
    this.clock = clock;
  }

  /** Has every call fail whose line in the log is so. */
  synchronized void fail(Predicate<String> failing) {
    this.failing = failing;
  }

  /** What was asked, a line for each call. */
  synchronized List<String> log() {
    return List.copyOf(log);
  }

  synchronized List<String> keys() {
    return List.copyOf(objects.keySet());
  }

  private void asked(String line) throws ObjectStoreException {
    log.add(line);
    if (failing.test(line)) {
      throw new ObjectStoreException(line + ": told to fail", null);
    }
  }

  @Override
  public synchronized void put(String key, byte[] content, String type)
      throws ObjectStoreException {
    ObjectChecks.key(key);
    ObjectChecks.content(key, content);
    asked("put " + key);
    objects.put(key, new Entry(content, clock.instant()));
  }

  @Override
  public synchronized Optional<byte[]> get(String key, int mostBytes) throws ObjectStoreException {
    ObjectChecks.key(key);
    asked("get " + key);
    Entry entry = objects.get(key);
    if (entry != null && entry.content().length > mostBytes) {
      throw new ObjectStoreException("get " + key + ": too large", null);
    }
    return Optional.ofNullable(entry).map(Entry::content);
  }

  @Override
  public synchronized List<StoredObject> list(String prefix, @Nullable String after, int most)
      throws ObjectStoreException {
    ObjectChecks.count(most);
    asked("list " + prefix);
    return objects.tailMap(after == null ? "" : after, false).entrySet().stream()
        .filter(object -> object.getKey().startsWith(prefix))
        .limit(most)
        .map(
            object ->
                new StoredObject(
                    object.getKey(),
                    object.getValue().content().length,
                    object.getValue().storedAt()))
        .toList();
  }

  @Override
  public synchronized List<String> folders(@Nullable String after, int most)
      throws ObjectStoreException {
    ObjectChecks.count(most);
    asked("folders");
    return objects.keySet().stream()
        .filter(key -> key.contains("/"))
        .map(key -> key.substring(0, key.indexOf('/')))
        .distinct()
        .filter(folder -> after == null || folder.compareTo(after) > 0)
        .limit(most)
        .toList();
  }

  @Override
  public synchronized void delete(Collection<String> keys) throws ObjectStoreException {
    for (String key : keys) {
      ObjectChecks.key(key);
      asked("delete " + key);
      objects.remove(key);
    }
  }

  @Override
  public URI link(String key, Duration validFor) {
    ObjectChecks.key(key);
    ObjectChecks.validity(validFor);
    return URI.create("memory:" + key + "?seconds=" + validFor.toSeconds());
  }
}
