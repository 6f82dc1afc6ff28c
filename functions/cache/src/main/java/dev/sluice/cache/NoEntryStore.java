package dev.sluice.cache;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Keeps nothing: where no store is configured. */
public final class NoEntryStore implements EntryStore {

  @Override
  public Found find(String key, Collection<String> tags, String owner, Budget budget) {
    return new Found(null, Map.of(), 0);
  }

  /** Everybody may read. */
  @Override
  public Claim claim(
      String key, String holder, Duration lease, Collection<String> tags, Budget budget) {
    Map<String, String> generations = new HashMap<>();
    tags.forEach(tag -> generations.put(tag, ""));
    return new Claim(true, generations);
  }

  @Override
  public void keep(String key, byte[] entry, Duration lasting, String owner, Budget budget) {}

  @Override
  public void release(String key, String holder, Budget budget) {}

  @Override
  public void invalidate(String tag, Budget budget) {}

  @Override
  public void close() {}
}
