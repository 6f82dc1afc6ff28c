package dev.sluice.data;

import dev.sluice.call.RelationName;
import dev.sluice.catalog.RelationDeclaration;
import dev.sluice.catalog.shape.OrderKey;
import dev.sluice.catalog.shape.RelationShape;
import dev.sluice.data.inspect.Inspector;
import dev.sluice.data.inspect.Plan;
import dev.sluice.data.inspect.StatementShape;
import dev.sluice.data.inspect.Statistics;
import dev.sluice.data.inspect.Variation;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * An inspector over one connection inside a transaction that its lender ends. Each question is
 * undone behind it, so that a refused one leaves the transaction fit for the next.
 */
final class ConnectionInspector implements Inspector {
  private final Connection connection;
  private final Preparation preparation;
  private final Plans plans;
  private final RelationReader relations;

  ConnectionInspector(Lease lease) {
    // Past the pool, which would give up a connection for some of the answers that are asked for.
    this.connection = lease.physical();
    this.preparation = new Preparation(lease.physical());
    this.plans = new Plans(lease);
    this.relations = new RelationReader(lease.physical());
  }

  /** A failure that none of the inspector's own words tells: the lender looks at it. */
  static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final SQLException failure;

    Failed(SQLException failure) {
      super(failure);
      this.failure = failure;
    }

    SQLException failure() {
      return failure;
    }
  }

  @FunctionalInterface
  private interface Question<T> {
    T ask() throws SQLException;
  }

  @Override
  public StatementShape describe(SqlTemplate sql) {
    return undone(() -> preparation.describe(sql));
  }

  @Override
  public Optional<Plan> explain(SqlTemplate sql) {
    return undone(() -> plans.explain(sql));
  }

  @Override
  public boolean ordersBy(SqlTemplate sql, List<OrderKey> keys) {
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("no key: every statement is in the order of none");
    }
    return undone(() -> plans.ordersBy(sql, keys));
  }

  @Override
  public boolean neverNull(SqlTemplate sql, String column) {
    return undone(() -> plans.neverNull(sql, column));
  }

  @Override
  public Map<RelationName, RelationShape> relations() {
    return undone(() -> relations.shapes(Optional.empty()));
  }

  @Override
  public Map<RelationName, RelationShape> relations(Collection<RelationName> names) {
    return undone(() -> relations.shapes(Optional.of(List.copyOf(new TreeSet<>(names)))));
  }

  @Override
  public Map<RelationName, Variation> variations(Collection<RelationName> names) {
    return undone(() -> relations.variations(List.copyOf(new TreeSet<>(names))));
  }

  @Override
  public Map<RelationName, Statistics> statistics() {
    return undone(relations::statistics);
  }

  @Override
  public List<String> excess(Collection<RelationDeclaration> exposed) {
    return undone(() -> new RoleReader(connection).excess(exposed));
  }

  @Override
  public String role() {
    return undone(() -> connection.getMetaData().getUserName());
  }

  private <T> T undone(Question<T> question) {
    try {
      Savepoint before = connection.setSavepoint();
      T answer;
      try {
        answer = question.ask();
      } catch (SQLException | RuntimeException e) {
        undo(before, e);
        throw e;
      }
      connection.rollback(before);
      return answer;
    } catch (SQLException e) {
      throw new Failed(e);
    }
  }

  /** What went wrong first is what is told. */
  private void undo(Savepoint before, Exception cause) {
    try {
      connection.rollback(before);
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }
}
