package dev.sluice.call.secret;

import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keys of this process alone, made when they are first asked for: for tests, and for the calls that
 * prime a snapshot. Safe for use by several threads.
 */
public final class MemorySecrets implements SecretStore {
  private final Map<SecretName, LiveKeys> all = new ConcurrentHashMap<>();
  private final InstantSource clock;

  /** None yet. */
  public MemorySecrets(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public LiveKeys of(SecretName name) {
    return all.computeIfAbsent(name, _ -> new LiveKeys(Key.random(clock.instant()), null));
  }

  @Override
  public void rotate(SecretName name) {
    Key next = Key.random(clock.instant());
    all.compute(name, (_, before) -> new LiveKeys(next, before == null ? null : before.current()));
  }
}
