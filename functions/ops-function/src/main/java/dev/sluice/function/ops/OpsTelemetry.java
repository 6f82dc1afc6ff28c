package dev.sluice.function.ops;

import dev.sluice.call.Environment;
import dev.sluice.telemetry.JsonLinesTelemetry;
import dev.sluice.telemetry.ProblemsOnly;
import dev.sluice.telemetry.Telemetry;
import java.time.InstantSource;

/** Where duties report: as {@code SLUICE_TELEMETRY} says, {@code problems} or {@code all}. */
final class OpsTelemetry {
  private OpsTelemetry() {}

  static Telemetry of(Environment environment, InstantSource clock) {
    return environment.flag("SLUICE_TELEMETRY", "problems", "all")
        ? new ProblemsOnly(new JsonLinesTelemetry(System.err, clock))
        : new JsonLinesTelemetry(System.out, clock);
  }
}
