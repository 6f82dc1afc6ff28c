package dev.sluice.tool;

import dev.sluice.call.Call;
import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CatalogException;
import dev.sluice.catalog.Mistake;
import dev.sluice.catalog.ToolDeclaration;
import dev.sluice.data.Database;
import dev.sluice.protocol.feature.Tool;
import dev.sluice.protocol.feature.Tools;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The tools of a catalogue, each prepared once. Safe for use by several threads. */
public final class DeclaredTools implements Tools {
  private final Map<String, Tool> byName;
  private final List<Tool> inOrder;

  private DeclaredTools(Map<String, Tool> tools) {
    this.byName = tools;
    this.inOrder = List.copyOf(tools.values());
  }

  /**
   * Prepares every tool of a catalogue.
   *
   * @throws CatalogException with all mistakes at once, where an input schema, a statement and the
   *     examples do not fit each other
   */
  public static DeclaredTools prepare(Catalog catalog, Database database) {
    List<Mistake> mistakes = new ArrayList<>();
    Map<String, Tool> tools = new TreeMap<>();
    for (ToolDeclaration declaration : catalog.tools()) {
      new ToolCheck(declaration, mistakes)
          .prepare(database)
          .ifPresent(tool -> tools.put(declaration.name(), tool));
    }
    if (!mistakes.isEmpty()) {
      throw new CatalogException(mistakes);
    }
    return new DeclaredTools(tools);
  }

  @Override
  public List<Tool> list(Call call) {
    return inOrder;
  }

  @Override
  public Optional<Tool> find(String name, Call call) {
    return Optional.ofNullable(byName.get(name));
  }
}
