package dev.sluice.identity.subject;

import dev.sluice.call.subject.Subject;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Keys in memory, which can be made unreachable. */
public final class MemorySubjectKeys implements SubjectKeys {
  private final Map<Subject, byte[]> keys = new ConcurrentHashMap<>();
  private volatile boolean away;
  private volatile int asked;

  /** Says whether it can be reached. */
  public void away(boolean away) {
    this.away = away;
  }

  int asked() {
    return asked;
  }

  @Override
  public byte[] key(Subject subject) throws SubjectKeysException {
    reach();
    return keys.computeIfAbsent(subject, _ -> Pseudonyms.randomKey()).clone();
  }

  @Override
  public Optional<byte[]> find(Subject subject) throws SubjectKeysException {
    reach();
    return Optional.ofNullable(keys.get(subject)).map(byte[]::clone);
  }

  @Override
  public boolean erase(Subject subject) throws SubjectKeysException {
    reach();
    return keys.remove(subject) != null;
  }

  @Override
  public void rehearse() throws SubjectKeysException {
    reach();
  }

  private synchronized void reach() throws SubjectKeysException {
    asked++;
    if (away) {
      throw new SubjectKeysException("away", null);
    }
  }
}
