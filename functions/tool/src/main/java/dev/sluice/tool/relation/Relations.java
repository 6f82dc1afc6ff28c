package dev.sluice.tool.relation;

import dev.sluice.catalog.RelationDeclaration;
import dev.sluice.catalog.shape.RelationShape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The relations that exist for Sluice, in the order of their names. Immutable. */
public final class Relations {
  private final TreeMap<String, Relation> byName = new TreeMap<>();

  /**
   * Relations as declared, those that the database knows.
   *
   * @param shapes by the names' text
   */
  public Relations(List<RelationDeclaration> declared, Map<String, RelationShape> shapes) {
    for (RelationDeclaration relation : declared) {
      RelationShape shape = shapes.get(relation.name().toString());
      if (shape != null) {
        byName.put(
            relation.name().toString(),
            Relation.of(relation.name(), relation.description(), shape));
      }
    }
  }

  List<Relation> all() {
    return List.copyOf(byName.values());
  }

  /** By its full name, or by its own name where only one schema has it. */
  Optional<Relation> find(String name) {
    Relation exact = byName.get(name);
    if (exact != null) {
      return Optional.of(exact);
    }
    List<Relation> same =
        byName.values().stream().filter(relation -> relation.name().name().equals(name)).toList();
    return same.size() == 1 ? Optional.of(same.getFirst()) : Optional.empty();
  }

  /** Those that fit a search, best first; all of them where nothing is searched for. */
  List<Relation> search(String text) {
    String[] words = text.toLowerCase(Locale.ROOT).strip().split("[\\s,;]+", -1);
    if (text.isBlank()) {
      return all();
    }

    record Hit(Relation relation, int fit) {}

    List<Hit> hits = new ArrayList<>();
    for (Relation relation : byName.values()) {
      int fit = relation.fit(words);
      if (fit > 0) {
        hits.add(new Hit(relation, fit));
      }
    }
    return hits.stream()
        .sorted(Comparator.comparingInt(Hit::fit).reversed())
        .map(Hit::relation)
        .toList();
  }
}
