package dev.sluice.tool.query;

import dev.sluice.catalog.Limits;

/**
 * How much an ad-hoc query may ask.
 *
 * @param answer how much an answer may be, and how long the statement may run
 * @param planCost what its plan may cost, in the planner's unit, above 0
 */
public record QueryLimits(Limits answer, double planCost) {
  /** Some seconds of work on a small server. */
  public static final double USUAL_PLAN_COST = 10_000_000;

  /** What is used where nobody says otherwise: 200 rows, 256 KiB, 10 s. */
  public static final QueryLimits DEFAULT =
      new QueryLimits(new Limits(200, 262_144, 10_000), USUAL_PLAN_COST);

  /** Throws {@link IllegalArgumentException} on a cost that lets nothing pass. */
  public QueryLimits {
    if (!(planCost > 0)) {
      throw new IllegalArgumentException("the budget of a plan is " + planCost + ", not above 0");
    }
  }
}
