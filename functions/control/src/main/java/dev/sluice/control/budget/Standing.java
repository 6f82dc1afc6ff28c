package dev.sluice.control.budget;

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
}
