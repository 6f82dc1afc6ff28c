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
  private final Alarms alarms = new Alarms("watchdog");
  private final Telemetry telemetry;

  Watchdog(Telemetry telemetry) {
    this.telemetry = telemetry;
  }

  /** Watches a connection of the driver's own, not of a pool, until the watch is ended. */
  Watch watch(BaseConnection physical, Timing timing) {
    return new Watch(physical, timing);
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

    private Watch(BaseConnection physical, Timing timing) {
      this.physical = physical;
      this.cancel = alarms.set(Duration.ofMillis(timing.cancelMillis()), this::cancel);
      this.cut = alarms.set(Duration.ofMillis(timing.cutMillis()), this::cut);
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
