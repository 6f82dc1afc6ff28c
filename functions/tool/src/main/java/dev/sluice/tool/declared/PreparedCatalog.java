package dev.sluice.tool.declared;

import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CatalogException;
import dev.sluice.catalog.Mistake;
import dev.sluice.catalog.ToolDeclaration;
import dev.sluice.sql.Judge;
import dev.sluice.tool.governed.Governance;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A catalogue whose parts fit each other, as far as that can be told without a database. Safe for
 * use by several threads.
 */
public final class PreparedCatalog {
  private final Catalog catalog;
  private final Governance governance;
  private final List<PreparedTool> tools;

  private PreparedCatalog(Catalog catalog, Governance governance, List<PreparedTool> tools) {
    this.catalog = catalog;
    this.governance = governance;
    this.tools = List.copyOf(tools);
  }

  /**
   * Prepares every tool of a catalogue.
   *
   * @param takenNames of tools that are there without being declared
   * @throws CatalogException with all mistakes at once, where an input schema, a statement and the
   *     examples do not fit each other, or a statement may not be served
   */
  public static PreparedCatalog of(Catalog catalog, Collection<String> takenNames, Judge judge) {
    List<Mistake> mistakes = new ArrayList<>();
    List<PreparedTool> tools = new ArrayList<>();
    Governance governance = new Governance(judge, catalog.relations());
    for (ToolDeclaration declaration : catalog.tools()) {
      if (takenNames.contains(declaration.name())) {
        mistakes.add(
            new Mistake(
                declaration.at("name"),
                "'" + declaration.name() + "' is the name of a built-in tool",
                "Give this one another name"));
      }
      new ToolCheck(declaration, governance, mistakes).prepare().ifPresent(tools::add);
    }
    if (!mistakes.isEmpty()) {
      throw new CatalogException(mistakes);
    }
    return new PreparedCatalog(catalog, governance, tools);
  }

  /** What was declared. */
  public Catalog catalog() {
    return catalog;
  }

  /** What SQL may do under it. */
  public Governance governance() {
    return governance;
  }

  /** Of what was checked: another one's answers are not this one's. */
  public String version() {
    return catalog.lock().version();
  }

  List<PreparedTool> tools() {
    return tools;
  }
}
