package dev.sluice.tool.declared;

import dev.sluice.catalog.RelationDeclaration;
import dev.sluice.catalog.shape.RelationShape;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Which relations and columns a catalogue lets be told of. Immutable. */
final class Exposure {
  private final List<RelationDeclaration> declared;
  private final Map<String, Set<String>> columns;

  Exposure(List<RelationDeclaration> declared) {
    this.declared = declared;
    this.columns =
        declared.stream()
            .collect(
                Collectors.toMap(
                    relation -> relation.name().toString(),
                    relation -> Set.copyOf(relation.columns())));
  }

  /** The declared relations among some, with what is there of their declared columns. */
  Map<String, RelationShape> of(Map<String, RelationShape> shapes) {
    Map<String, RelationShape> exposed = new TreeMap<>();
    for (RelationDeclaration relation : declared) {
      String name = relation.name().toString();
      Optional.ofNullable(shapes.get(name))
          .map(shape -> limited(shape, Set.copyOf(relation.columns())))
          .filter(shape -> !shape.columns().isEmpty())
          .ifPresent(shape -> exposed.put(name, shape));
    }
    return exposed;
  }

  static Set<String> names(RelationShape shape) {
    return shape.columns().stream()
        .map(RelationShape.RelationColumn::name)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** What is not exposed is not named either, by a key that includes it. */
  private RelationShape limited(RelationShape shape, Set<String> own) {
    return new RelationShape(
        shape.kind(),
        shape.comment(),
        shape.columns().stream().filter(column -> own.contains(column.name())).toList(),
        own.containsAll(shape.primaryKey()) ? shape.primaryKey() : List.of(),
        shape.foreignKeys().stream()
            .filter(key -> own.containsAll(key.columns()))
            .filter(
                key ->
                    columns.getOrDefault(key.relation(), Set.of()).containsAll(key.otherColumns()))
            .toList(),
        shape.rowSecurity(),
        shape.policies());
  }
}
