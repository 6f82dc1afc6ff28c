package dev.sluice.data.inspect;

import dev.sluice.call.RelationName;
import dev.sluice.catalog.RelationDeclaration;
import dev.sluice.catalog.shape.OrderKey;
import dev.sluice.catalog.shape.RelationShape;
import dev.sluice.data.DataException;
import dev.sluice.data.SqlTemplate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks one server about statements and relations; no statement that it is given is ever run. Lent
 * for the length of one piece of work, to be used by one thread.
 *
 * <p>Every method throws {@link DataException} when the server refuses or its time is up.
 */
public interface Inspector {

  /**
   * What a statement takes and gives, as PostgreSQL prepares it.
   *
   * @throws StatementException when PostgreSQL does not take the statement
   * @throws DataException.Refused when it gives no rows, or two columns have one name
   */
  StatementShape describe(SqlTemplate sql);

  /**
   * The plan that PostgreSQL makes when it knows no argument; empty before PostgreSQL 16, which
   * cannot say.
   *
   * @throws StatementException when PostgreSQL does not take the statement
   */
  Optional<Plan> explain(SqlTemplate sql);

  /**
   * Whether a statement's rows come in this order for sure: by its own ORDER BY, or by what it
   * cannot do without; not by the luck of a plan. False where that cannot be told, as before
   * PostgreSQL 16.
   *
   * @param keys at least one, each of the statement's own columns
   * @throws StatementException when PostgreSQL does not take the statement, or a key is no column
   */
  boolean ordersBy(SqlTemplate sql, List<OrderKey> keys);

  /**
   * Whether a column of a statement is never NULL, for sure. False where that cannot be told, as
   * before PostgreSQL 17.
   *
   * @throws StatementException when PostgreSQL does not take the statement, or it has no such
   *     column
   */
  boolean neverNull(SqlTemplate sql, String column);

  /**
   * Every relation that the role may select from, with the columns that it may select, in the order
   * of names. Without PostgreSQL's own, temporary ones, and the partitions of a partitioned table.
   */
  Map<RelationName, RelationShape> relations();

  /**
   * The same of some; of one that the role may not select from, a view's table say, there is all
   * but columns.
   */
  Map<RelationName, RelationShape> relations(Collection<RelationName> names);

  /**
   * What the rows of these relations vary by, all that they read through views and policies
   * included; a relation that is not there varies by nothing.
   */
  Map<RelationName, Variation> variations(Collection<RelationName> names);

  /** How much every table and materialized view holds, as last estimated, and its indexes. */
  Map<RelationName, Statistics> statistics();

  /**
   * What the role may do beyond reading what is exposed, each in words that follow its name: {@code
   * has INSERT on public.orders}. Empty for a role that has the least privileges.
   */
  List<String> excess(Collection<RelationDeclaration> exposed);

  /** The name of the role that asks. */
  String role();
}
