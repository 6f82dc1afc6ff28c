package dev.sluice.tool.declared;

import dev.sluice.catalog.Mistake;
import dev.sluice.catalog.RelationDeclaration;
import dev.sluice.catalog.Spelling;
import dev.sluice.catalog.shape.CatalogLock;
import dev.sluice.catalog.shape.RelationName;
import dev.sluice.catalog.shape.RelationShape;
import dev.sluice.catalog.shape.ToolShape;
import dev.sluice.data.inspect.Inspector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Asks a database what it makes of a catalogue. No declared statement is run. */
public final class CatalogCheck {
  private final PreparedCatalog catalog;
  private final Inspector inspector;
  private final Map<String, Set<String>> exposed;
  private final List<Mistake> relationMistakes = new ArrayList<>();
  private final Map<String, List<Mistake>> toolMistakes = new HashMap<>();

  private CatalogCheck(PreparedCatalog catalog, Inspector inspector) {
    this.catalog = catalog;
    this.inspector = inspector;
    this.exposed =
        catalog.catalog().relations().stream()
            .collect(
                Collectors.toMap(
                    relation -> relation.name().toString(),
                    relation -> Set.copyOf(relation.columns())));
  }

  /** Derives everything that can be; what does not fit is told as mistakes. */
  public static Derived derive(PreparedCatalog catalog, Inspector inspector) {
    return new CatalogCheck(catalog, inspector).derive();
  }

  private Derived derive() {
    Map<String, ToolShape> tools = new TreeMap<>();
    Set<RelationName> names = new TreeSet<>();
    for (PreparedTool tool : catalog.tools()) {
      List<Mistake> mistakes = new ArrayList<>();
      new StatementCheck(tool, inspector, mistakes)
          .shape()
          .ifPresentOrElse(
              shape -> tools.put(tool.name(), shape),
              () -> toolMistakes.put(tool.name(), mistakes));
    }
    tools.values().stream()
        .flatMap(shape -> shape.relations().stream())
        .map(RelationName::parse)
        .flatMap(Optional::stream)
        .forEach(names::add);
    List<RelationDeclaration> declared = catalog.catalog().relations();
    declared.forEach(relation -> names.add(relation.name()));
    Map<RelationName, RelationShape> found = inspector.relations(names);
    Map<String, RelationShape> relations = new TreeMap<>();
    found.forEach((name, shape) -> relations.put(name.toString(), hidden(shape)));
    for (RelationDeclaration relation : declared) {
      exposed(relation, found).ifPresent(shape -> relations.put(relation.name().toString(), shape));
    }
    return new Derived(new CatalogLock(tools, relations), toolMistakes, relationMistakes);
  }

  /** Of a relation that only a statement reads, its row-level security is all that matters. */
  private static RelationShape hidden(RelationShape shape) {
    return new RelationShape(
        shape.kind(), null, List.of(), List.of(), List.of(), shape.rowSecurity(), shape.policies());
  }

  private Optional<RelationShape> exposed(
      RelationDeclaration declared, Map<RelationName, RelationShape> found) {
    RelationShape shape = found.get(declared.name());
    if (shape == null) {
      relationMistakes.add(
          new Mistake(
              declared.at(),
              "there is no relation '" + declared.name() + "' that the reading role may select",
              nearestRelation(declared.name())));
      return Optional.empty();
    }
    Set<String> columns =
        shape.columns().stream()
            .map(RelationShape.RelationColumn::name)
            .collect(Collectors.toCollection(TreeSet::new));
    List<String> missing =
        declared.columns().stream().filter(column -> !columns.contains(column)).toList();
    for (String column : missing) {
      relationMistakes.add(
          new Mistake(
              declared.at(),
              "'"
                  + declared.name()
                  + "' has no column '"
                  + column
                  + "' that the reading role may select",
              Spelling.nearest(column, columns)
                  .map(nearest -> "Write '" + nearest + "', if that was meant")
                  .orElse("Its columns are " + String.join(", ", columns))));
    }
    return missing.isEmpty() ? Optional.of(limited(shape, declared)) : Optional.empty();
  }

  /** What is not exposed is not named either, by a key that includes it. */
  private RelationShape limited(RelationShape shape, RelationDeclaration declared) {
    Set<String> columns = Set.copyOf(declared.columns());
    return new RelationShape(
        shape.kind(),
        shape.comment(),
        shape.columns().stream().filter(column -> columns.contains(column.name())).toList(),
        columns.containsAll(shape.primaryKey()) ? shape.primaryKey() : List.of(),
        shape.foreignKeys().stream()
            .filter(key -> columns.containsAll(key.columns()))
            .filter(
                key ->
                    exposed.getOrDefault(key.relation(), Set.of()).containsAll(key.otherColumns()))
            .toList(),
        shape.rowSecurity(),
        shape.policies());
  }

  private String nearestRelation(RelationName wanted) {
    List<String> all = inspector.relations().keySet().stream().map(RelationName::toString).toList();
    return Spelling.nearest(wanted.toString(), all)
        .map(nearest -> "Write '" + nearest + "', if that was meant")
        .orElse("Grant the role SELECT on it, or take it out");
  }
}
