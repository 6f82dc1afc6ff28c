package dev.sluice.control.budget;

import java.time.Duration;
import java.time.Instant;

/**
 * How one budget stands.
 *
 * @param of {@code principal} or {@code tenant}
 * @param budget its name, as {@code budgets.yaml} has it
 * @param limit what may be used
 * @param used by now; it may be more than the limit by what was under way
 * @param resetsAt when it begins anew
 */
public record Standing(String of, String budget, long limit, long used, Instant resetsAt) {

  /** What is left, never negative. */
  public long left() {
    return Math.max(0, limit - used);
  }

  /** How long until it begins anew: whole seconds, rounded up, at least 1. */
  public long secondsLeft(Instant now) {
    return Math.max(1, Math.ceilDiv(Duration.between(now, resetsAt).toMillis(), 1_000L));
  }

  /** What a caller who meets it, used up, is told. */
  public String message(Instant now) {
    return "Over budget: the "
        + budget
        + " of "
        + (of.equals("tenant") ? "your tenant" : "yours")
        + " are used up: "
        + used
        + " of "
        + limit
        + ". Come back in "
        + secondsLeft(now)
        + " s, at "
        + resetsAt
        + ".";
  }
}
