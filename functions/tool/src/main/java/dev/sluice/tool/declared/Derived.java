package dev.sluice.tool.declared;

import dev.sluice.call.RelationName;
import dev.sluice.catalog.Mistake;
import dev.sluice.catalog.shape.CatalogLock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a database makes of a catalogue.
 *
 * @param shapes of the tools and relations that it knows as they were declared
 * @param toolMistakes of the other tools, by name
 * @param relationMistakes of the other relations, in the order of the file
 * @param narrowed relations that vary by no more than their {@code varies_by} says
 */
public record Derived(
    CatalogLock shapes,
    Map<String, List<Mistake>> toolMistakes,
    List<Mistake> relationMistakes,
    Set<RelationName> narrowed) {

  /** Copies the collections. */
  public Derived {
    toolMistakes = Map.copyOf(toolMistakes);
    relationMistakes = List.copyOf(relationMistakes);
    narrowed = Set.copyOf(narrowed);
  }

  /** Where no {@code varies_by} is to be trusted. */
  public Derived(
      CatalogLock shapes, Map<String, List<Mistake>> toolMistakes, List<Mistake> relationMistakes) {
    this(shapes, toolMistakes, relationMistakes, Set.of());
  }

  /** All mistakes: the relations', then the tools' in the order of their names. */
  public List<Mistake> mistakes() {
    return Stream.concat(
            relationMistakes.stream(),
            new TreeMap<>(toolMistakes).values().stream().flatMap(List::stream))
        .toList();
  }
}
