package dev.sluice.tool.declared;

import dev.sluice.cache.Keeping;
import dev.sluice.cache.VariesBy;
import dev.sluice.call.RelationName;
import dev.sluice.catalog.Caching;
import dev.sluice.catalog.RelationDeclaration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How the answers of a catalogue's tools are kept. */
final class KeepingRules {
  private final String version;

  /** What the rows of a relation vary by, where its owner says so and the database bears it out. */
  private final Map<RelationName, List<String>> narrowed = new HashMap<>();

  KeepingRules(PreparedCatalog catalog, Set<RelationName> borneOut) {
    this.version = catalog.version();
    for (RelationDeclaration relation : catalog.catalog().relations()) {
      if (borneOut.contains(relation.name()) && !relation.variesBy().isEmpty()) {
        narrowed.put(relation.name(), relation.variesBy());
      }
    }
  }

  /** Empty for a tool whose answers are not kept. */
  Optional<Keeping> of(PreparedTool tool) {
    Caching caching = tool.declaration().caching();
    return caching.on()
        ? Optional.of(new Keeping(tool.name(), version, caching.tags(), variesBy(tool)))
        : Optional.empty();
  }

  /** By everything, unless all that the statement names varies by less. */
  private Set<VariesBy> variesBy(PreparedTool tool) {
    if (tool.relations().isEmpty() || !narrowed.keySet().containsAll(tool.relations())) {
      return Keeping.ALL;
    }
    Set<VariesBy> together = EnumSet.noneOf(VariesBy.class);
    tool.relations().stream()
        .flatMap(relation -> narrowed.getOrDefault(relation, List.of()).stream())
        .forEach(claim -> together.add(VariesBy.valueOf(claim.toUpperCase(Locale.ROOT))));
    return together;
  }
}
