package dev.sluice.control.off;

import dev.sluice.call.Outage;
import dev.sluice.call.Principal;
import dev.sluice.telemetry.Event;
import dev.sluice.telemetry.Fault;
import dev.sluice.telemetry.Field;
import dev.sluice.telemetry.Metric;
import dev.sluice.telemetry.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What is switched off, as one environment knows it. It is read again inside a call, when what is
 * known is old; while it cannot be read, what was known last counts, and where nothing ever was,
 * nothing is switched off, and every attempt to read is a problem in telemetry. Safe for use by
 * several threads.
 */
public final class Switches {
  /** How old what is known may be: a call that comes later reads anew. */
  public static final Duration FRESH = Duration.ofSeconds(20);

  /** With the time to read it and a clock between, what is switched off is so within a minute. */
  public static final Duration MOST_FRESH = Duration.ofSeconds(40);

  /** What a call waits for it at most. */
  static final Duration READ_LIMIT = Duration.ofMillis(500);

  /** The first read of a process loads classes, and opens TLS. */
  static final Duration FIRST_READ_LIMIT = Duration.ofSeconds(3);

  private final @Nullable SwitchStore store;
  private final Duration fresh;
  private final InstantSource clock;
  private final Telemetry telemetry;
  private final Outage outage;
  private final ReentrantLock reading = new ReentrantLock();
  private volatile @Nullable Known known;

  private record Known(Map<Target, Switch> off, Instant readAt) {}

  /** As a store has it, {@link #FRESH}; null where nothing can be switched off. */
  public Switches(@Nullable SwitchStore store, InstantSource clock, Telemetry telemetry) {
    this(store, FRESH, clock, telemetry);
  }

  /**
   * As a store has it.
   *
   * @param store null where nothing can be switched off
   * @param fresh how old what is known may be, at most {@link #MOST_FRESH}
   */
  public Switches(
      @Nullable SwitchStore store, Duration fresh, InstantSource clock, Telemetry telemetry) {
    if (fresh.compareTo(MOST_FRESH) > 0) {
      throw new IllegalArgumentException(
          "switches are read every " + fresh + ": more than " + MOST_FRESH);
    }
    this.store = store;
    this.fresh = fresh;
    this.clock = clock;
    this.telemetry = telemetry;
    this.outage = new Outage(clock);
  }

  /** Nothing is ever switched off. */
  public static Switches none() {
    return new Switches(null, InstantSource.system(), Telemetry.discarding());
  }

  /** The switch of a tool, if it is off. */
  public Optional<Switch> ofTool(String name) {
    return find(Target.Kind.TOOL, name, off());
  }

  /** The switch of a caller or its tenant, if one of them is off. */
  public Optional<Switch> of(Principal principal) {
    Map<Target, Switch> off = off();
    if (off.isEmpty()) {
      return Optional.empty();
    }
    return find(Target.Kind.PRINCIPAL, principal.subject(), off)
        .or(() -> find(Target.Kind.TENANT, principal.tenant(), off));
  }

  /** Nobody can have switched off what can be no target, as no tenant is. */
  private static Optional<Switch> find(Target.Kind kind, String name, Map<Target, Switch> off) {
    return name.isBlank() || name.length() > Target.MOST_NAME_CHARS
        ? Optional.empty()
        : Optional.ofNullable(off.get(new Target(kind, name)));
  }

  private Map<Target, Switch> off() {
    if (store == null) {
      return Map.of();
    }
    Known present = known;
    if (present != null && isFresh(present)) {
      return present.off();
    }
    // Whoever comes while another reads goes by what was known; the very first ones wait.
    if (present == null) {
      reading.lock();
    } else if (!reading.tryLock()) {
      return present.off();
    }
    try {
      Known now = known;
      if (now != null && isFresh(now)) {
        return now.off();
      }
      if (!outage.isSuspected() || outage.mayTry()) {
        read(store, present == null);
      }
    } finally {
      reading.unlock();
    }
    Known last = known;
    return last == null ? Map.of() : last.off();
  }

  private void read(SwitchStore from, boolean first) {
    Instant at = clock.instant();
    try {
      Map<Target, Switch> off = new HashMap<>();
      from.all(first ? FIRST_READ_LIMIT : READ_LIMIT).forEach(one -> off.put(one.target(), one));
      known = new Known(Map.copyOf(off), at);
      outage.over();
    } catch (SwitchStoreException e) {
      outage.failed();
      telemetry.measure(Metric.SWITCH_READ_FAILURES, 1);
      telemetry.log(Event.SWITCHES_UNKNOWN, Map.of(Field.CAUSE, Fault.of(e)));
    }
  }

  /** A clock that was set back must not make it older. */
  private boolean isFresh(Known present) {
    return Duration.between(present.readAt(), clock.instant()).abs().compareTo(fresh) < 0;
  }
}
