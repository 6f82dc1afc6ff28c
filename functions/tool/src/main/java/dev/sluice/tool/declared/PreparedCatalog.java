package dev.sluice.tool.declared;

import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CatalogException;
import dev.sluice.catalog.Mask;
import dev.sluice.catalog.Mistake;
import dev.sluice.catalog.RelationDeclaration;
import dev.sluice.catalog.ToolDeclaration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * A catalogue whose parts fit each other, as far as that can be told without a database. Safe for
 * use by several threads.
 */
public final class PreparedCatalog {
  private final Catalog catalog;
  private final List<PreparedTool> tools;

  private PreparedCatalog(Catalog catalog, List<PreparedTool> tools) {
    this.catalog = catalog;
    this.tools = List.copyOf(tools);
  }

  /**
   * Prepares every tool of a catalogue.
   *
   * @param takenNames of tools that are there without being declared
   * @throws CatalogException with all mistakes at once, where an input schema, a statement and the
   *     examples do not fit each other
   */
  public static PreparedCatalog of(Catalog catalog, Collection<String> takenNames) {
    List<Mistake> mistakes = new ArrayList<>();
    List<PreparedTool> tools = new ArrayList<>();
    refuseMasks(catalog, mistakes);
    for (ToolDeclaration declaration : catalog.tools()) {
      if (takenNames.contains(declaration.name())) {
        mistakes.add(
            new Mistake(
                declaration.at("name"),
                "'" + declaration.name() + "' is the name of a built-in tool",
                "Give this one another name"));
      }
      new ToolCheck(declaration, mistakes).prepare().ifPresent(tools::add);
    }
    if (!mistakes.isEmpty()) {
      throw new CatalogException(mistakes);
    }
    return new PreparedCatalog(catalog, tools);
  }

  /** Until a statement's verdict says which of its columns show a masked one. */
  private static void refuseMasks(Catalog catalog, List<Mistake> mistakes) {
    for (RelationDeclaration relation : catalog.relations()) {
      if (!relation.masks().isEmpty()) {
        mistakes.add(
            new Mistake(
                relation.at(),
                "'mask' is not enforced yet, and Sluice ignores no promise",
                "Remove it for now"));
      }
    }
  }

  /**
   * The same, with masks on what its tools answer: by a tool's name, then by its columns' labels.
   */
  PreparedCatalog withMasks(Map<String, Map<String, Mask>> masks) {
    return new PreparedCatalog(
        catalog,
        tools.stream()
            .map(tool -> tool.withMasks(masks.getOrDefault(tool.name(), Map.of())))
            .toList());
  }

  /** What was declared. */
  public Catalog catalog() {
    return catalog;
  }

  List<PreparedTool> tools() {
    return tools;
  }
}
