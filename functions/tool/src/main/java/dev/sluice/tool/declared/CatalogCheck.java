package dev.sluice.tool.declared;

import dev.sluice.call.RelationName;
import dev.sluice.catalog.Mask;
import dev.sluice.catalog.Mistake;
import dev.sluice.catalog.RelationDeclaration;
import dev.sluice.catalog.Spelling;
import dev.sluice.catalog.shape.CatalogLock;
import dev.sluice.catalog.shape.RelationShape;
import dev.sluice.catalog.shape.ToolShape;
import dev.sluice.data.inspect.Inspector;
import dev.sluice.data.inspect.Variation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Asks a database what it makes of a catalogue. No declared statement is run. */
public final class CatalogCheck {
  private final PreparedCatalog catalog;
  private final Inspector inspector;

  /** Every relation there is, once one was looked for in vain. */
  private @Nullable List<String> names;

  private final List<Mistake> relationMistakes = new ArrayList<>();
  private final Map<String, List<Mistake>> toolMistakes = new HashMap<>();

  private CatalogCheck(PreparedCatalog catalog, Inspector inspector) {
    this.catalog = catalog;
    this.inspector = inspector;
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
    // Also what the lock says: a plan leaves out what row-level security hides whole.
    Stream.concat(tools.values().stream(), catalog.catalog().lock().tools().values().stream())
        .flatMap(shape -> shape.relations().stream())
        .map(RelationName::parse)
        .flatMap(Optional::stream)
        .forEach(names::add);
    List<RelationDeclaration> declared = catalog.catalog().relations();
    declared.forEach(relation -> names.add(relation.name()));
    Map<String, RelationShape> found = new TreeMap<>();
    inspector.relations(names).forEach((name, shape) -> found.put(name.toString(), shape));
    declared.forEach(relation -> compare(relation, found.get(relation.name().toString())));
    Set<RelationName> narrowed =
        narrowed(declared.stream().filter(one -> !one.variesBy().isEmpty()).toList());
    Map<String, RelationShape> relations = new TreeMap<>();
    found.forEach((name, shape) -> relations.put(name, hidden(shape)));
    relations.putAll(new Exposure(declared).of(found));
    return new Derived(new CatalogLock(tools, relations), toolMistakes, relationMistakes, narrowed);
  }

  /** Of a relation that only a statement reads, its row-level security is all that matters. */
  private static RelationShape hidden(RelationShape shape) {
    return new RelationShape(
        shape.kind(), null, List.of(), List.of(), List.of(), shape.rowSecurity(), shape.policies());
  }

  private void compare(RelationDeclaration declared, @Nullable RelationShape shape) {
    if (shape == null || shape.columns().isEmpty()) {
      relationMistakes.add(
          new Mistake(
              declared.at(),
              "there is no relation '" + declared.name() + "' that the reading role may select",
              nearestRelation(declared.name())));
      return;
    }
    compareMasks(declared, shape);
    Set<String> columns = new TreeSet<>(Exposure.names(shape));
    for (String column : declared.columns()) {
      if (!columns.contains(column)) {
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
    }
  }

  private void compareMasks(RelationDeclaration declared, RelationShape shape) {
    for (RelationShape.RelationColumn column : shape.columns()) {
      Mask mask = declared.masks().get(column.name());
      if (mask != null && !mask.fits(column.type())) {
        relationMistakes.add(
            new Mistake(
                declared.at(),
                "'%s' is of type %s, of which 'show: %s' shows nothing"
                    .formatted(column.name(), column.type(), mask.show().word()),
                "Write 'show: hash', 'show: null' or 'show: hide'"));
      }
    }
  }

  /** An answer that is kept for too many is somebody else's. */
  private Set<RelationName> narrowed(List<RelationDeclaration> declared) {
    Set<RelationName> narrowed = new TreeSet<>();
    Map<RelationName, Variation> variations =
        inspector.variations(declared.stream().map(RelationDeclaration::name).toList());
    for (RelationDeclaration relation : declared) {
      Variation variation = variations.getOrDefault(relation.name(), Variation.NONE);
      Set<String> missing = new TreeSet<>(variation.claims());
      missing.removeAll(relation.variesBy());
      if (!missing.isEmpty()) {
        Set<String> all = new TreeSet<>(relation.variesBy());
        all.addAll(missing);
        relationMistakes.add(
            new Mistake(
                relation.at(),
                "the rows of '%s' vary by %s too: policies or views that they come through look at it"
                    .formatted(relation.name(), String.join(" and ", missing)),
                "Write 'varies_by: [" + String.join(", ", all) + "]'"));
      } else if (!variation.known()) {
        relationMistakes.add(
            new Mistake(
                relation.at(),
                "what the rows of '%s' vary by cannot be read: policies or views that they come"
                        .formatted(relation.name())
                    + " through call functions of your own",
                "Leave 'varies_by' out: answers are then kept for one caller alone"));
      } else {
        narrowed.add(relation.name());
      }
    }
    return narrowed;
  }

  private String nearestRelation(RelationName wanted) {
    if (names == null) {
      names = inspector.relations().keySet().stream().map(RelationName::toString).toList();
    }
    return Spelling.nearest(wanted.toString(), names)
        .map(nearest -> "Write '" + nearest + "', if that was meant")
        .orElse("Grant the role SELECT on it, or take it out");
  }
}
