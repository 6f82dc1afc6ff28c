package dev.sluice.function.ops;

import dev.sluice.call.Environment;
import dev.sluice.telemetry.Telemetry;
import java.time.InstantSource;

/** Where duties report: as {@code SLUICE_TELEMETRY} says, {@code problems} or {@code all}. */
final class OpsTelemetry {
  private OpsTelemetry() {}

  static Telemetry of(Environment environment, InstantSource clock) {
    return Telemetry.ofFunction(
        environment.flag("SLUICE_TELEMETRY", "problems", "all"),
        environment.functionVersion(),
        clock);
  }
}
