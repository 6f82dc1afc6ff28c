package dev.sluice.identity.subject;

import dev.sluice.call.Outage;
import dev.sluice.call.Principal;
import dev.sluice.call.subject.Subject;
import dev.sluice.telemetry.Event;
import dev.sluice.telemetry.Fault;
import dev.sluice.telemetry.Field;
import dev.sluice.telemetry.Metric;
import dev.sluice.telemetry.Telemetry;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The pseudonyms of callers: HMAC-SHA-256 of tenant and name under the subject's own key, cut to
 * 128 bits. Those of late are kept for {@link #KEPT}, by the wall clock. Where keys cannot be
 * reached a caller still has a pseudonym, under a key of this environment alone, and telemetry says
 * so. Nothing random is made before the first call for a pseudonym. Safe for use by several
 * threads.
 */
public final class Pseudonyms {
  /** For so long a pseudonym may outlive its key, in an environment that has it. */
  public static final Duration KEPT = Duration.ofMinutes(5);

  /** Of some 200 bytes each. */
  static final int MOST_KEPT = 1_000;

  private static final String ALGORITHM = "HmacSHA256";
  private static final int BYTES = 16;
  private static final byte[] ARGUMENTS = "sluice arguments".getBytes(StandardCharsets.US_ASCII);

  private final @Nullable SubjectKeys keys;
  private final InstantSource clock;
  private final Telemetry telemetry;
  private final Outage outage;

  /** Guarded by itself; the one that was not asked for longest goes first. */
  private final LinkedHashMap<Subject, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);

  /** Guarded by {@link #kept}. */
  private byte @Nullable [] environmentKey;

  private volatile boolean rehearsedInVain;

  private record Kept(Veil veil, Instant until) {}

  /**
   * Pseudonyms under keys that are kept somewhere.
   *
   * @param keys null where none are: then all pseudonyms are of this environment
   */
  public Pseudonyms(@Nullable SubjectKeys keys, InstantSource clock, Telemetry telemetry) {
    this.keys = keys;
    this.clock = clock;
    this.telemetry = telemetry;
    this.outage = new Outage(clock);
  }

  /** What a record calls a subject. Takes a second at the very worst, once in a while. */
  public Pseudonym of(Subject subject) {
    return veil(subject).pseudonym();
  }

  /** What a record calls a subject, and hashes its arguments by. */
  public Veil veil(Subject subject) {
    Veil known = known(subject);
    if (known != null) {
      return known;
    }
    SubjectKeys store = keys;
    if (store != null && (!outage.isSuspected() || outage.mayTry())) {
      try {
        byte[] key = store.key(subject);
        Veil veil = new Veil(Pseudonym.ofSubject(hex(key, subject)), mac(key, ARGUMENTS));
        outage.over();
        keep(subject, veil);
        return veil;
      } catch (SubjectKeysException e) {
        outage.failed();
        telemetry.log(Event.PSEUDONYM_UNLINKED, Map.of(Field.CAUSE, Fault.of(e)));
      }
    }
    telemetry.measure(Metric.PSEUDONYMS_UNLINKED, 1);
    byte[] key = environmentKey();
    return new Veil(Pseudonym.ofEnvironment(hex(key, subject)), mac(key, ARGUMENTS));
  }

  /**
   * Does what the first call after a snapshot will wait for, and keeps nothing. Where keys cannot
   * be reached this is tried once.
   *
   * @return a veil of nobody, for records that are not written
   */
  public Veil rehearse() {
    SubjectKeys store = keys;
    if (store != null && !rehearsedInVain) {
      try {
        store.rehearse();
      } catch (SubjectKeysException e) {
        rehearsedInVain = true;
        telemetry.log(Event.PSEUDONYM_UNLINKED, Map.of(Field.CAUSE, Fault.of(e)));
      }
    }
    byte[] key = new byte[SubjectKeys.KEY_BYTES];
    return new Veil(
        Pseudonym.ofEnvironment(hex(key, Subject.of(Principal.PRIMING))), mac(key, ARGUMENTS));
  }

  /**
   * The pseudonym that records have of a subject, to look them up by it; none is made.
   *
   * @return empty where no record has one that could still be linked
   * @throws SubjectKeysException where keys cannot be reached
   */
  public Optional<Pseudonym> find(Subject subject) throws SubjectKeysException {
    return reachable().find(subject).map(key -> Pseudonym.ofSubject(hex(key, subject)));
  }

  /**
   * Deletes a subject's key. From then on nobody can tell which records are of that subject; other
   * environments may go on with the pseudonym for {@link #KEPT}. Can be done again without harm.
   *
   * @return whether there was a key
   * @throws SubjectKeysException where keys cannot be reached: then it is to be done again
   */
  public boolean erase(Subject subject) throws SubjectKeysException {
    boolean erased = reachable().erase(subject);
    synchronized (kept) {
      kept.remove(subject);
    }
    return erased;
  }

  /** Forgets all that is kept here, the environment's key too: before a snapshot. */
  public void forget() {
    synchronized (kept) {
      kept.clear();
      environmentKey = null;
    }
  }

  private SubjectKeys reachable() throws SubjectKeysException {
    SubjectKeys store = keys;
    if (store == null) {
      throw new SubjectKeysException("there is no table of subjects' keys", null);
    }
    return store;
  }

  private @Nullable Veil known(Subject subject) {
    Instant now = clock.instant();
    synchronized (kept) {
      Kept found = kept.get(subject);
      // A wall clock that was set back must not make it last longer.
      return found == null || !now.isBefore(found.until()) || now.plus(KEPT).isBefore(found.until())
          ? null
          : found.veil();
    }
  }

  private void keep(Subject subject, Veil veil) {
    synchronized (kept) {
      kept.put(subject, new Kept(veil, clock.instant().plus(KEPT)));
      if (kept.size() > MOST_KEPT) {
        kept.remove(kept.sequencedKeySet().getFirst());
      }
    }
  }

  private byte[] environmentKey() {
    synchronized (kept) {
      byte[] key = environmentKey;
      if (key == null) {
        key = randomKey();
        environmentKey = key;
      }
      return key;
    }
  }

  /** A new key. Made with a new generator: one that was made before a snapshot is not used. */
  public static byte[] randomKey() {
    byte[] key = new byte[SubjectKeys.KEY_BYTES];
    new SecureRandom().nextBytes(key);
    return key;
  }

  private static String hex(byte[] key, Subject subject) {
    return HexFormat.of().formatHex(mac(key, subject.bytes()), 0, BYTES);
  }

  static byte[] mac(byte[] key, byte[] of) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return mac.doFinal(of);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }
}
