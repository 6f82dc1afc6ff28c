package dev.sluice.tool.declared;

import dev.sluice.call.RelationName;
import dev.sluice.catalog.Mistake;
import dev.sluice.catalog.ToolDeclaration;
import dev.sluice.catalog.shape.CatalogLock;
import dev.sluice.catalog.shape.Column;
import dev.sluice.catalog.shape.RelationShape;
import dev.sluice.catalog.shape.ToolShape;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which tools of a catalogue can be served, and as what: the lock's word against the database's.
 *
 * @param tools the shapes of those that can
 * @param relations of the catalogue that are known, as {@code RelationName} writes them
 * @param stopped why each of the others cannot, for its owner
 * @param narrowed relations whose {@code varies_by} the database bears out
 */
public record Servable(
    Map<String, ToolShape> tools,
    Map<String, RelationShape> relations,
    SortedMap<String, String> stopped,
    Set<RelationName> narrowed) {

  /**
   * Compares. A tool that the lock does not know as it is declared now is served as the database
   * has it; where there is no database either, it is not served.
   *
   * @param live what the database says; empty when none answered
   */
  public static Servable of(PreparedCatalog catalog, Optional<Derived> live) {
    CatalogLock lock = catalog.catalog().lock();
    Map<String, ToolShape> tools = new TreeMap<>();
    SortedMap<String, String> stopped = new TreeMap<>();
    for (PreparedTool tool : catalog.tools()) {
      Optional<ToolShape> locked = locked(lock, tool.declaration());
      Optional<ToolShape> now =
          live.map(derived -> derived.shapes().tools().get(tool.name())).or(() -> locked);
      String reason =
          live.isPresent()
              ? whyNot(tool, locked, lock, live.get())
              : now.isPresent() ? null : "no database answered, and the lock does not know it";
      if (reason == null) {
        now.ifPresent(shape -> tools.put(tool.name(), shape));
      } else {
        stopped.put(tool.name(), reason);
      }
    }
    Exposure exposure = new Exposure(catalog.catalog().relations());
    return new Servable(
        tools,
        exposure.of(live.map(Derived::shapes).orElse(lock).relations()),
        stopped,
        live.map(Derived::narrowed).orElse(Set.of()));
  }

  private static Optional<ToolShape> locked(CatalogLock lock, ToolDeclaration declaration) {
    return Optional.ofNullable(lock.tools().get(declaration.name()))
        .filter(shape -> shape.statement().equals(declaration.statementHash()));
  }

  private static @Nullable String whyNot(
      PreparedTool tool, Optional<ToolShape> locked, CatalogLock lock, Derived live) {
    if (live.toolMistakes().containsKey(tool.name())) {
      return live.toolMistakes().get(tool.name()).stream()
          .map(Mistake::problem)
          .collect(Collectors.joining("; "));
    }
    ToolShape now = live.shapes().tools().get(tool.name());
    if (locked.isEmpty() || now == null) {
      return null;
    }
    if (!locked.get().columns().equals(now.columns())) {
      return "its answer was "
          + written(locked.get().columns())
          + " when the catalogue was checked, and is "
          + written(now.columns());
    }
    // The plan of a statement that may see no row at all names no relation.
    Optional<String> secured =
        Stream.concat(locked.get().relations().stream(), now.relations().stream())
            .filter(
                name -> changed(lock.relations().get(name), live.shapes().relations().get(name)))
            .findFirst();
    if (secured.isPresent()) {
      return "the row-level security of "
          + secured.get()
          + " has changed since the catalogue was checked";
    }
    if (!locked.get().relations().equals(now.relations())) {
      return "it read "
          + String.join(", ", locked.get().relations())
          + " when the catalogue was checked, and reads "
          + String.join(", ", now.relations());
    }
    return null;
  }

  private static boolean changed(@Nullable RelationShape before, @Nullable RelationShape now) {
    return before != null
        && now != null
        && (before.rowSecurity() != now.rowSecurity() || !before.policies().equals(now.policies()));
  }

  private static String written(List<Column> columns) {
    return columns.stream()
        .map(column -> column.name() + " " + column.type())
        .collect(Collectors.joining(", ", "(", ")"));
  }
}
