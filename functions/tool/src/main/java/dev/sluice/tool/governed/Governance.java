package dev.sluice.tool.governed;

import dev.sluice.call.Deadline;
import dev.sluice.call.Principal;
import dev.sluice.call.RelationName;
import dev.sluice.catalog.Mask;
import dev.sluice.catalog.RelationDeclaration;
import dev.sluice.sql.Exposed;
import dev.sluice.sql.Judge;
import dev.sluice.sql.MaskedColumn;
import dev.sluice.sql.Policy;
import dev.sluice.sql.Use;
import dev.sluice.sql.Verdict;
import dev.sluice.telemetry.CallScope;
import dev.sluice.telemetry.OpenSpan;
import dev.sluice.telemetry.Span;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Judges statements by what {@code relations.yaml} exposes and masks. Safe for use by several
 * threads.
 */
public final class Governance {
  private final Judge judge;
  private final Map<MaskedColumn, Mask> masks = new HashMap<>();
  private final Map<RelationName, RelationDeclaration> relations = new TreeMap<>();

  /** By the columns that stay masked: as many as there are ways to hold the masks' scopes. */
  private final ConcurrentMap<Set<MaskedColumn>, Policy> policies = new ConcurrentHashMap<>();

  /** Judges by these relations; nothing else is there. */
  public Governance(Judge judge, Collection<RelationDeclaration> declared) {
    this.judge = judge;
    for (RelationDeclaration relation : declared) {
      relations.put(relation.name(), relation);
      relation
          .masks()
          .forEach((column, mask) -> masks.put(new MaskedColumn(relation.name(), column), mask));
    }
  }

  /**
   * Whether an owner's own statement may be served, to whomever.
   *
   * @param sql with {@code $1} for an argument
   */
  public Verdict declared(String sql, Deadline deadline) {
    return judge.judge(sql, policy(masks.keySet()), Use.DECLARED, deadline);
  }

  /** Whether a caller's statement may be run for that caller. */
  public Verdict adHoc(String sql, Principal principal, Deadline deadline) {
    try (OpenSpan _ = CallScope.open(Span.VERDICT)) {
      return judge.judge(sql, policy(maskedFor(principal)), Use.AD_HOC, deadline);
    }
  }

  /** The masks of the columns of an answer, by label. */
  public Map<String, Mask> masks(Verdict.Allowed allowed) {
    Map<String, Mask> byLabel = new TreeMap<>();
    allowed
        .masked()
        .forEach(
            (label, column) -> {
              Mask mask = masks.get(column);
              if (mask == null) {
                throw new IllegalStateException("no mask is known for " + column);
              }
              byLabel.put(label, mask);
            });
    return byLabel;
  }

  private Set<MaskedColumn> maskedFor(Principal principal) {
    Set<MaskedColumn> masked = new HashSet<>();
    masks.forEach(
        (column, mask) -> {
          if (!mask.liftedFor(principal)) {
            masked.add(column);
          }
        });
    return masked;
  }

  private Policy policy(Set<MaskedColumn> masked) {
    return policies.computeIfAbsent(Set.copyOf(masked), this::make);
  }

  private Policy make(Set<MaskedColumn> masked) {
    Map<RelationName, Exposed> exposed = new TreeMap<>();
    for (RelationDeclaration relation : relations.values()) {
      Set<String> columns = new HashSet<>();
      for (MaskedColumn column : masked) {
        if (column.relation().equals(relation.name())) {
          columns.add(column.column());
        }
      }
      exposed.put(relation.name(), new Exposed(relation.columns(), columns));
    }
    return Policy.of(exposed);
  }
}
