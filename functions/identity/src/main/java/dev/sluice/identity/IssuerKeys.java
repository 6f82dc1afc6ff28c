package dev.sluice.identity;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.sluice.telemetry.Event;
import dev.sluice.telemetry.Fault;
import dev.sluice.telemetry.Field;
import dev.sluice.telemetry.Metric;
import dev.sluice.telemetry.Telemetry;
import java.io.IOException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The keys of an issuer, as they were published last. They are asked for again when they have aged,
 * or a token names one that is not there; never more than once a minute, whoever sends what. While
 * they cannot be read anew, the old ones serve, for a day. Ages go by the wall clock, so keys out
 * of a snapshot are as old as they are. Safe for use by several threads.
 */
final class IssuerKeys {
  /** Between two readings, good or bad: strangers can make us want one. */
  static final Duration PAUSE = Duration.ofMinutes(1);

  /** When keys are asked for again unbidden: a key that was taken back is gone by then. */
  static final Duration FRESH = Duration.ofMinutes(10);

  /** When keys are no longer believed, though no others can be had. */
  static final Duration USABLE = Duration.ofDays(1);

  private final KeySource source;
  private final InstantSource clock;
  private final Telemetry telemetry;
  private final ReentrantLock reading = new ReentrantLock();
  private volatile @Nullable Published published;

  /** Guarded by the lock. */
  private @Nullable Instant lastAttempt;

  /** A set, and when it was read. */
  private record Published(List<JWK> keys, Instant at) {}

  IssuerKeys(KeySource source, InstantSource clock, Telemetry telemetry) {
    this.source = source;
    this.clock = clock;
    this.telemetry = telemetry;
  }

  /** The keys; null where there are none that can be believed. Reads them first where they aged. */
  @Nullable List<JWK> current() {
    if (!isWithin(FRESH, published)) {
      refresh(!isWithin(USABLE, published));
    }
    return usable();
  }

  /** The keys that were read last, however old; none where they never were. */
  List<JWK> known() {
    Published known = published;
    return known == null ? List.of() : known.keys();
  }

  /** The keys, read anew if that may be: a token names one that is not among them. */
  @Nullable List<JWK> renewed() {
    refresh(true);
    return usable();
  }

  /**
   * Reads, unless somebody just did.
   *
   * @param wait for whoever is reading now; if not, what is known must do
   */
  private void refresh(boolean wait) {
    if (wait) {
      reading.lock();
    } else if (!reading.tryLock()) {
      return;
    }
    try {
      Instant last = lastAttempt;
      if (last == null || !isWithin(PAUSE, last)) {
        lastAttempt = clock.instant();
        read();
      }
    } finally {
      reading.unlock();
    }
  }

  private void read() {
    telemetry.measure(Metric.KEY_FETCHES, 1);
    try {
      List<JWK> keys = JWKSet.parse(source.read()).getKeys();
      if (keys.isEmpty()) {
        throw new IOException("the issuer's keys: there are none in the set");
      }
      published = new Published(List.copyOf(keys), clock.instant());
    } catch (IOException | ParseException | RuntimeException e) {
      // Of a parser's own exceptions nothing is promised, and an issuer must not end a call.
      telemetry.measure(Metric.KEY_FETCH_FAILURES, 1);
      telemetry.log(Event.KEYS_NOT_FETCHED, Map.of(Field.CAUSE, Fault.of(e)));
    }
  }

  private @Nullable List<JWK> usable() {
    Published known = published;
    return known != null && isWithin(USABLE, known) ? known.keys() : null;
  }

  private boolean isWithin(Duration age, @Nullable Published known) {
    return known != null && isWithin(age, known.at());
  }

  /** A clock may be set back a little: then the moment lies ahead. */
  private boolean isWithin(Duration age, Instant moment) {
    return Duration.between(moment, clock.instant()).abs().compareTo(age) < 0;
  }
}
