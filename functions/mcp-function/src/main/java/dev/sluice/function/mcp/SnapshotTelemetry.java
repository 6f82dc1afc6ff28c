package dev.sluice.function.mcp;

import dev.sluice.telemetry.Event;
import dev.sluice.telemetry.Field;
import dev.sluice.telemetry.Metric;
import dev.sluice.telemetry.Telemetry;
import java.util.Map;

/**
 * A sink that shows nothing while a snapshot is primed: nobody called then. What is written
 * meanwhile goes through a rehearsal, so that writing is as warm as the rest. Safe for use by
 * several threads; priming and calls never overlap, since Lambda publishes before it invokes.
 */
final class SnapshotTelemetry implements Telemetry {
  private final Telemetry sink;
  private final Telemetry rehearsal;
  private volatile boolean rehearsing;

  /**
   * A sink.
   *
   * @param sink where calls are told
   * @param rehearsal of the same kind as the sink, and leads nowhere
   */
  SnapshotTelemetry(Telemetry sink, Telemetry rehearsal) {
    this.sink = sink;
    this.rehearsal = rehearsal;
  }

  /** Says whether what comes now is rehearsed or told, until it is said again. */
  void rehearse(boolean rehearse) {
    rehearsing = rehearse;
  }

  /** Whether what comes now is rehearsed. */
  boolean isRehearsing() {
    return rehearsing;
  }

  @Override
  public void measure(Metric metric, double value) {
    current().measure(metric, value);
  }

  @Override
  public void log(Event event, Map<Field, ?> fields) {
    current().log(event, fields);
  }

  @Override
  public OpenCall open() {
    return current().open();
  }

  private Telemetry current() {
    return rehearsing ? rehearsal : sink;
  }
}
