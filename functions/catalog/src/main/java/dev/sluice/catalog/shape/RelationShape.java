package dev.sluice.catalog.shape;

import dev.sluice.call.RelationName;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A relation as the database has it.
 *
 * @param kind what it is
 * @param comment the database's own, or null
 * @param columns those that are exposed, in the relation's order
 * @param primaryKey its columns in order; empty without
 * @param foreignKeys to exposed relations
 * @param rowSecurity whether row-level security is in force
 * @param policies its row-level security, by name
 */
public record RelationShape(
    Kind kind,
    @Nullable String comment,
    List<RelationColumn> columns,
    List<String> primaryKey,
    List<ForeignKey> foreignKeys,
    boolean rowSecurity,
    List<Policy> policies) {

  /** Copies the lists. */
  public RelationShape {
    Objects.requireNonNull(kind, "kind");
    columns = List.copyOf(columns);
    primaryKey = List.copyOf(primaryKey);
    foreignKeys = List.copyOf(foreignKeys);
    policies = List.copyOf(policies);
  }

  /** What a relation is. */
  public enum Kind {
    /** A table, partitioned or not. */
    TABLE,
    /** A view. */
    VIEW,
    /** A view whose rows are kept. */
    MATERIALIZED_VIEW,
    /** A table of another server. */
    FOREIGN_TABLE
  }

  /**
   * A column.
   *
   * @param name as the database has it
   * @param type PostgreSQL's name of the type, as {@link Column} has it
   * @param nullable whether it may hold NULL
   * @param comment the database's own, or null
   */
  public record RelationColumn(
      String name, String type, boolean nullable, @Nullable String comment) {

    /** Refuses what is missing: a lock may be written by hand. */
    public RelationColumn {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(type, "type");
    }
  }

  /**
   * A reference to another relation.
   *
   * @param columns of this relation
   * @param relation the other, as {@link RelationName} writes it
   * @param otherColumns of the other, in the same order
   */
  public record ForeignKey(List<String> columns, String relation, List<String> otherColumns) {

    /** Copies the lists. */
    public ForeignKey {
      Objects.requireNonNull(relation, "relation");
      columns = List.copyOf(columns);
      otherColumns = List.copyOf(otherColumns);
    }
  }

  /**
   * A policy of row-level security (PostgreSQL manual, {@code pg_policies}).
   *
   * @param name its name
   * @param permissive whether it adds rows; otherwise it takes some away
   * @param command SELECT or ALL: no other matters to a reader
   * @param roles that it holds for, sorted
   * @param using the expression, as the database prints it, or null
   */
  public record Policy(
      String name, boolean permissive, String command, List<String> roles, @Nullable String using) {

    /** Copies the list. */
    public Policy {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(command, "command");
      roles = List.copyOf(roles);
    }
  }
}
