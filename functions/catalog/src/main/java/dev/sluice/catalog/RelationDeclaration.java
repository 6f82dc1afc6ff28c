package dev.sluice.catalog;

import dev.sluice.call.RelationName;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A relation that exists for Sluice, as {@code relations.yaml} has it. No other is reachable.
 *
 * @param name its name
 * @param description for models, beside the database's own comment; empty without
 * @param columns those that exist for Sluice, as the database names them; at least one
 * @param variesBy the claims that its rows depend on; empty: on all of them
 * @param masks by column, one of the above
 * @param at where it was written
 */
public record RelationDeclaration(
    RelationName name,
    String description,
    List<String> columns,
    List<String> variesBy,
    Map<String, Mask> masks,
    Location at) {

  /** Copies the lists and the map. */
  public RelationDeclaration {
    columns = List.copyOf(columns);
    variesBy = List.copyOf(variesBy);
    masks = Collections.unmodifiableMap(new TreeMap<>(masks));
  }

  /** One without masks. */
  public RelationDeclaration(
      RelationName name,
      String description,
      List<String> columns,
      List<String> variesBy,
      Location at) {
    this(name, description, columns, variesBy, Map.of(), at);
  }

  /** The same with those of its columns that are among some. */
  public RelationDeclaration limitedTo(Set<String> present) {
    Map<String, Mask> masked = new TreeMap<>(masks);
    masked.keySet().retainAll(present);
    return new RelationDeclaration(
        name,
        description,
        columns.stream().filter(present::contains).toList(),
        variesBy,
        masked,
        at);
  }
}
