package dev.sluice.control.off;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Switches of one process. */
final class MemorySwitchStore implements SwitchStore {
  private final Map<String, Switch> all = new TreeMap<>();
  private boolean away;
  private int reads;

  void away(boolean away) {
    this.away = away;
  }

  int reads() {
    return reads;
  }

  @Override
  public synchronized List<Switch> all(Duration most) throws SwitchStoreException {
    reads++;
    if (away) {
      throw new SwitchStoreException("away", null);
    }
    return List.copyOf(all.values());
  }

  @Override
  public synchronized void put(Switch off) {
    all.put(off.target().toString(), off);
  }

  @Override
  public synchronized Optional<Switch> remove(Target target) {
    return Optional.ofNullable(all.remove(target.toString()));
  }

  @Override
  public void close() {}
}
