package dev.sluice.tool.query;

import dev.sluice.catalog.Limits;
import dev.sluice.catalog.WhenStale;
import dev.sluice.data.Freshness;

/**
 * How much an ad-hoc query may ask.
 *
 * @param answer how much an answer may be, and how long the statement may run
 * @param planCost what its plan may cost, in the planner's unit, above 0
 * @param maxAgeSeconds how old an answer may be that is not labelled, and so how long it is kept; 0
 *     where nothing is promised, and nothing kept
 */
public record QueryLimits(Limits answer, double planCost, int maxAgeSeconds) {
  /** Some seconds of work on a small server. */
  public static final double USUAL_PLAN_COST = 10_000_000;

  /** What is used where nobody says otherwise: 200 rows, 256 KiB, 10 s; kept for 30 s. */
  public static final QueryLimits DEFAULT =
      new QueryLimits(new Limits(200, 262_144, 10_000), USUAL_PLAN_COST, 30);

  /** Throws {@link IllegalArgumentException} on a cost that lets nothing pass. */
  public QueryLimits {
    if (!(planCost > 0)) {
      throw new IllegalArgumentException("the budget of a plan is " + planCost + ", not above 0");
    }
  }

  Freshness freshness() {
    return Freshness.of(maxAgeSeconds == 0 ? null : maxAgeSeconds, WhenStale.LABEL);
  }
}
