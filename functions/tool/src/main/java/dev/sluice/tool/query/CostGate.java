package dev.sluice.tool.query;

import dev.sluice.call.Call;
import dev.sluice.call.Layer;
import dev.sluice.catalog.Limits;
import dev.sluice.data.Explanations;
import dev.sluice.data.SqlTemplate;
import dev.sluice.data.inspect.QueryPlan;
import dev.sluice.protocol.feature.ToolException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Turns away a query whose plan costs more than a budget, before it runs into its timeout: a
 * kindness to the caller, who learns what to change, and no bound. Plans are kept for a while,
 * under the text and who asks, since row-level security is a part of them. Safe for use by several
 * threads.
 */
final class CostGate {
  /** Each takes about 2 kB. */
  private static final int MOST_PLANS = 500;

  /** Statistics move. */
  private static final Duration KEPT = Duration.ofMinutes(10);

  private final Explanations explanations;
  private final double budget;
  private final InstantSource clock;
  private final Map<Asked, Kept> plans =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Asked, Kept> eldest) {
              return size() > MOST_PLANS;
            }
          });

  /**
   * A gate.
   *
   * @param budget in the planner's unit, about a page read from disk each
   */
  CostGate(Explanations explanations, double budget, InstantSource clock) {
    this.explanations = explanations;
    this.budget = budget;
    this.clock = clock;
  }

  private record Asked(String sql, String subject, String tenant, Set<String> scopes) {}

  private record Kept(QueryPlan plan, Instant at) {}

  /** The plan of a statement that was allowed. */
  QueryPlan plan(SqlTemplate sql, Limits limits, Call call) {
    Asked asked =
        new Asked(
            sql.text(),
            call.principal().subject(),
            call.principal().tenant(),
            call.principal().scopes());
    Instant now = clock.instant();
    Kept before = plans.get(asked);
    if (before != null && Duration.between(before.at(), now).abs().compareTo(KEPT) < 0) {
      return before.plan();
    }
    QueryPlan plan = explanations.explain(sql, limits, call);
    plans.put(asked, new Kept(plan, now));
    return plan;
  }

  /** Whether the plan costs more than the budget. */
  boolean isOver(QueryPlan plan) {
    return plan.plan().totalCost() > budget;
  }

  /** Throws {@link ToolException} with the plan's reason when it costs too much. */
  void check(SqlTemplate sql, Limits limits, Call call) {
    QueryPlan plan = plan(sql, limits, call);
    if (isOver(plan)) {
      call.notes().refused(Layer.COST, "plan_over_budget");
      throw new ToolException(
          "The query was not run: its plan "
              // What the planner knows of rows that the caller may not see is not told.
              + (plan.secured()
                  ? String.format(Locale.ROOT, "costs more than the budget of %,.0f.", budget)
                  : String.format(
                      Locale.ROOT,
                      "costs %,.0f, over the budget of %,.0f.",
                      plan.plan().totalCost(),
                      budget))
              + " What it would do:\n"
              + String.join("\n", plan.lines())
              + "\nNarrow it: filter by an indexed column, join on keys, or aggregate less.");
    }
  }
}
