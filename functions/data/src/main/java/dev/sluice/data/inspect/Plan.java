package dev.sluice.data.inspect;

import dev.sluice.call.RelationName;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * A statement's plan for arguments unknown.
 *
 * @param totalCost in the planner's unit
 * @param rows that the planner expects
 * @param relations that the plan reads, views resolved, a partition's whole table instead of it, in
 *     the order of names; what the planner proved to be of no use is not read
 */
public record Plan(double totalCost, double rows, Set<RelationName> relations) {

  /** Copies the set, in the order of names. */
  public Plan {
    relations = Collections.unmodifiableSet(new TreeSet<>(relations));
  }
}
