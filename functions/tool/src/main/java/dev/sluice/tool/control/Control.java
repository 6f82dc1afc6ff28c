package dev.sluice.tool.control;

import dev.sluice.call.Outage;
import dev.sluice.control.budget.Ledger;
import dev.sluice.control.off.Switches;
import dev.sluice.telemetry.Telemetry;
import java.time.InstantSource;

/**
 * What stands between callers and tools.
 *
 * @param ledger in which use is counted
 * @param switches of what is off
 */
public record Control(Ledger ledger, Switches switches, InstantSource clock, Telemetry telemetry) {

  /** Counts in this environment alone, and nothing can be switched off. */
  public static Control local(InstantSource clock, Telemetry telemetry) {
    return new Control(
        new Ledger(null, new Outage(clock), clock, telemetry), Switches.none(), clock, telemetry);
  }
}
