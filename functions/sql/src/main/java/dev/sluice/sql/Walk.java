package dev.sluice.sql;

import dev.sluice.call.Deadline;
import dev.sluice.call.RelationName;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** One walk over one statement: what it is judged by, what was found so far, and who walks what. */
final class Walk {
  private static final int NODES_PER_LOOK_AT_THE_CLOCK = 64;

  final Policy policy;
  final Use use;
  final Limits limits;
  final Growth growth;
  final Names names;
  final Expressions expressions;
  final FromClause from;
  final Queries queries;

  private final Deadline deadline;
  private final Map<RelationName, Set<String>> relations = new TreeMap<>();
  private final Set<String> functions = new TreeSet<>();
  private int steps;
  private int joins;

  /** Nothing walked yet. */
  Walk(Policy policy, Use use, Limits limits, Deadline deadline) {
    this.policy = policy;
    this.use = use;
    this.limits = limits;
    this.deadline = deadline;
    growth = new Growth(limits);
    names = new Names(this);
    expressions = new Expressions(this);
    from = new FromClause(this);
    queries = new Queries(this);
  }

  Map<RelationName, Set<String>> relations() {
    return relations;
  }

  Set<String> functions() {
    return functions;
  }

  /**
   * Counts a step.
   *
   * @throws OverdueException when the deadline is over
   */
  void step() {
    if (steps++ % NODES_PER_LOOK_AT_THE_CLOCK == 0 && deadline.expired()) {
      throw new OverdueException();
    }
  }

  void reads(RelationName relation) {
    relations.computeIfAbsent(relation, _ -> new TreeSet<>());
  }

  void reads(VisibleColumn column) {
    if (column.base() != null) {
      relations
          .computeIfAbsent(column.base().relation(), _ -> new TreeSet<>())
          .add(column.base().column());
    }
  }

  void calls(String function) {
    functions.add(function);
  }

  /** Counts what stands beside something else in a FROM clause. */
  void join(Node node) {
    if (++joins > limits.joins()) {
      throw new RefusalException(
          "the joins of the statement",
          node.offset(),
          "it joins more than " + limits.joins() + " times",
          "ask in several statements");
    }
  }

  /** Says that time is up: not a refusal of the statement, which nobody has judged. */
  static final class OverdueException extends RuntimeException {
    private static final long serialVersionUID = 1;

    OverdueException() {
      super("the deadline is over", null, false, false);
    }
  }
}
