package dev.sluice.data;

import dev.sluice.call.Alarms;
import dev.sluice.telemetry.Metric;
import dev.sluice.telemetry.Telemetry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.postgresql.core.BaseConnection;

/**
 * The deadline on our side of the wire: cancels a statement on the server that the server itself
 * did not stop in time, and cuts the connection when even that is of no use. Safe for use by
 * several threads.
 */
final class Watchdog implements AutoCloseable {
  /** So often is looked whether a statement is still wanted. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** What the cancel of a statement that is not gets before the cut. */
  private static final Duration CUT_AFTER = Duration.ofMillis(250);

  private final Alarms alarms = new Alarms("watchdog");
  private final Telemetry telemetry;

  Watchdog(Telemetry telemetry) {
    this.telemetry = telemetry;
  }

  /** Watches a connection of the driver's own, not of a pool, until the watch is ended. */
  Watch watch(BaseConnection physical, Timing timing) {
    return watch(physical, timing, Cancellation.NEVER);
  }

  /** The same, and looks whether what the statement reads is still wanted. */
  Watch watch(BaseConnection physical, Timing timing, Cancellation cancellation) {
    Watch watch = new Watch(physical, timing, cancellation);
    if (!cancellation.equals(Cancellation.NEVER)) {
      watch.lookLater();
    }
    return watch;
  }

  @Override
  public void close() {
    alarms.close();
  }

  /** One statement being watched. */
  final class Watch {
    private enum State {
      WATCHING,
      CANCELLED,
      CUT,
      ENDED
    }

    private final BaseConnection physical;
    private final AtomicReference<State> state = new AtomicReference<>(State.WATCHING);
    private final Alarms.Alarm cancel;
    private final Alarms.Alarm cut;
    private final Cancellation cancellation;
    private volatile boolean unwanted;

    private Watch(BaseConnection physical, Timing timing, Cancellation cancellation) {
      this.physical = physical;
      this.cancellation = cancellation;
      this.cancel = alarms.set(Duration.ofMillis(timing.cancelMillis()), this::cancel);
      this.cut = alarms.set(Duration.ofMillis(timing.cutMillis()), this::cut);
    }

    private void lookLater() {
      if (state.get() == State.WATCHING) {
        alarm(LOOK, this::look);
      }
    }

    /** Not where the watchdog is closed: then nothing is read any more. */
    private void alarm(Duration after, Runnable action) {
      try {
        var _ = alarms.set(after, action);
      } catch (IllegalStateException e) {
        state.compareAndSet(State.WATCHING, State.ENDED);
      }
    }

    private void look() {
      if (state.get() != State.WATCHING) {
        return;
      }
      if (isWanted()) {
        lookLater();
        return;
      }
      unwanted = true;
      alarm(CUT_AFTER, this::cut);
      cancel();
    }

    private boolean isWanted() {
      try {
        return cancellation.isWanted();
      } catch (RuntimeException e) {
        return true;
      }
    }

    /**
     * Ends the watch; whether the connection was left alone. If not, a cancel may still be on its
     * way, and would stop whatever is run next on that connection: it must not be used again.
     */
    boolean end() {
      boolean _ = cancel.callOff();
      boolean _ = cut.callOff();
      return state.compareAndSet(State.WATCHING, State.ENDED);
    }

    /** Whether somebody said that it is no longer wanted. */
    boolean isUnwanted() {
      return unwanted;
    }

    /** Whether the statement was cancelled by us, or its connection cut. */
    boolean stopped() {
      return state.get() == State.CANCELLED || wasCut();
    }

    /** Whether the connection was cut: the server did not even answer a cancel. */
    boolean wasCut() {
      return state.get() == State.CUT;
    }

    private void cancel() {
      if (state.compareAndSet(State.WATCHING, State.CANCELLED)) {
        telemetry.measure(Metric.STATEMENT_CANCELS, 1);
        try {
          physical.cancelQuery();
        } catch (SQLException e) {
          // The connection is closed already.
        }
      }
    }

    private void cut() {
      if (state.compareAndSet(State.CANCELLED, State.CUT)
          || state.compareAndSet(State.WATCHING, State.CUT)) {
        try {
          physical.abort(Runnable::run);
        } catch (SQLException e) {
          // The connection is closed already.
        }
      }
    }
  }
}
