package dev.sluice.data.inspect;

import java.util.List;

/**
 * How one statement would be run, and what that costs.
 *
 * @param plan what the planner expects, and all relations it reads: those that a view or a policy
 *     stands for as well, whether they are exposed or not
 * @param secured whether row-level security decides about any of them: the planner then knows more
 *     of the rows than the caller may, so the estimates are not for the caller
 * @param lines the plan as a person reads it, a node or a condition each; without estimates,
 *     filters and subplans where it is secured
 */
public record QueryPlan(Plan plan, boolean secured, List<String> lines) {

  /** Copies the list. */
  public QueryPlan {
    lines = List.copyOf(lines);
  }
}
