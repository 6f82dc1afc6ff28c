package dev.sluice.catalog;

import dev.sluice.call.RelationName;
import java.util.List;
import java.util.Set;

/**
 * A relation that exists for Sluice, as {@code relations.yaml} has it. No other is reachable.
 *
 * @param name its name
 * @param description for models, beside the database's own comment; empty without
 * @param columns those that exist for Sluice, as the database names them; at least one
 * @param variesBy the claims that its rows depend on; empty: on all of them
 * @param at where it was written
 */
public record RelationDeclaration(
    RelationName name,
    String description,
    List<String> columns,
    List<String> variesBy,
    Location at) {

  /** Copies the lists. */
  public RelationDeclaration {
    columns = List.copyOf(columns);
    variesBy = List.copyOf(variesBy);
  }

  /** The same with those of its columns that are among some. */
  public RelationDeclaration limitedTo(Set<String> present) {
    return new RelationDeclaration(
        name, description, columns.stream().filter(present::contains).toList(), variesBy, at);
  }
}
