package dev.sluice.secret;

import dev.sluice.call.Outage;
import dev.sluice.call.secret.Key;
import dev.sluice.call.secret.LiveKeys;
import dev.sluice.call.secret.NoSecretException;
import dev.sluice.call.secret.SecretName;
import dev.sluice.call.secret.Secrets;
import dev.sluice.telemetry.Event;
import dev.sluice.telemetry.Fault;
import dev.sluice.telemetry.Field;
import dev.sluice.telemetry.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Keys kept for a while, by the wall clock, and read again by the call that finds them too old:
 * nothing happens between calls. An id that is not known is looked for at once, since it may be of
 * a version newer than ours. While the source gives none, the last ones stay. Safe for use by
 * several threads.
 */
public final class KeptSecrets implements Secrets {
  /** So many ids may be looked for at once; what is made up costs no more than that, and then … */
  static final int MOST_LOOKS = 10;

  /** … one look in this time. */
  static final Duration LOOK_REGAINED = Duration.ofSeconds(1);

  private final Secrets source;
  private final Duration longest;
  private final InstantSource clock;
  private final Telemetry telemetry;
  private final Map<SecretName, Held> all = new EnumMap<>(SecretName.class);

  /**
   * Over a source.
   *
   * @param longest how old what is kept may be
   */
  public KeptSecrets(Secrets source, Duration longest, InstantSource clock, Telemetry telemetry) {
    this.source = source;
    this.longest = longest;
    this.clock = clock;
    this.telemetry = telemetry;
    for (SecretName name : SecretName.values()) {
      all.put(name, new Held(new Outage(clock)));
    }
  }

  @Override
  public LiveKeys of(SecretName name) {
    return read(name);
  }

  @Override
  public Optional<Key> find(SecretName name, String id) {
    Optional<Key> known = of(name).find(id);
    if (known.isPresent()) {
      return known;
    }
    Held held = held(name);
    // Waited for: who reads just now may find it.
    held.lock.lock();
    try {
      Known present = held.known;
      Optional<Key> found = present == null ? Optional.empty() : present.keys().find(id);
      if (found.isPresent() || !held.mayLook(clock.instant())) {
        return found;
      }
      return readAnew(name, held, present).find(id);
    } finally {
      held.lock.unlock();
    }
  }

  /** Forgets all: a snapshot must not hold any. */
  public void forget() {
    all.values().forEach(held -> held.known = null);
  }

  /** One reads anew; meanwhile the others use what there is. */
  private LiveKeys read(SecretName name) {
    Held held = held(name);
    Known known = held.known;
    if (known != null && isWithin(known)) {
      return known.keys();
    }
    if (known == null) {
      held.lock.lock();
    } else if (!held.lock.tryLock()) {
      return known.keys();
    }
    try {
      known = held.known;
      if (known != null && isWithin(known)) {
        return known.keys();
      }
      return readAnew(name, held, known);
    } finally {
      held.lock.unlock();
    }
  }

  private LiveKeys readAnew(SecretName name, Held held, @Nullable Known known) {
    if (held.outage.isSuspected() && !held.outage.mayTry()) {
      if (known != null) {
        return known.keys();
      }
      throw new NoSecretException("the key '" + name.text() + "' could not be read a moment ago");
    }
    try {
      LiveKeys keys = source.of(name);
      held.known = new Known(keys, clock.instant());
      held.outage.over();
      return keys;
    } catch (NoSecretException e) {
      held.outage.failed();
      telemetry.log(Event.SECRET_NOT_READ, Map.of(Field.CAUSE, name.text() + ": " + Fault.of(e)));
      if (known == null) {
        throw e;
      }
      return known.keys();
    }
  }

  private boolean isWithin(Known known) {
    // A wall clock that was set back must not make a key last longer.
    return Duration.between(known.at(), clock.instant()).abs().compareTo(longest) < 0;
  }

  private Held held(SecretName name) {
    Held held = all.get(name);
    if (held == null) {
      throw new IllegalStateException("every name is held");
    }
    return held;
  }

  private record Known(LiveKeys keys, Instant at) {}

  private static final class Held {
    private final ReentrantLock lock = new ReentrantLock();
    private final Outage outage;
    private volatile @Nullable Known known;

    /** Both under the lock. */
    private int looksLeft = MOST_LOOKS;

    private Instant regainedUntil = Instant.MIN;

    Held(Outage outage) {
      this.outage = outage;
    }

    boolean mayLook(Instant now) {
      if (regainedUntil.equals(Instant.MIN) || now.isBefore(regainedUntil)) {
        regainedUntil = now; // The first look, or a clock that was set back.
      }
      Duration since = Duration.between(regainedUntil, now);
      if (since.compareTo(LOOK_REGAINED.multipliedBy(MOST_LOOKS)) >= 0) {
        looksLeft = MOST_LOOKS;
        regainedUntil = now;
      } else {
        int regained = (int) since.dividedBy(LOOK_REGAINED);
        looksLeft = Math.min(MOST_LOOKS, looksLeft + regained);
        regainedUntil = regainedUntil.plus(LOOK_REGAINED.multipliedBy(regained));
      }
      if (looksLeft == 0) {
        return false;
      }
      looksLeft--;
      return true;
    }
  }
}
