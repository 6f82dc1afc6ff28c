package dev.sluice.tool;

import dev.sluice.call.Call;
import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CatalogException;
import dev.sluice.catalog.Mistake;
import dev.sluice.catalog.ToolDeclaration;
import dev.sluice.data.Database;
import dev.sluice.protocol.Tools;
import dev.sluice.protocol.wire.ToolDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The tools of a catalogue, each prepared once. Safe for use by several threads. */
public final class DeclaredTools implements Tools {
  private final Map<String, DeclaredTool> tools;
  private final List<ToolDescriptor> descriptors;

  private DeclaredTools(Map<String, DeclaredTool> tools) {
    this.tools = tools;
    this.descriptors = tools.values().stream().map(DeclaredTool::descriptor).toList();
  }

  /**
   * Prepares every tool of a catalogue.
   *
   * @throws CatalogException with all mistakes at once, where an input schema, a statement and the
   *     examples do not fit each other
   */
  public static DeclaredTools prepare(Catalog catalog, Database database) {
    List<Mistake> mistakes = new ArrayList<>();
    Map<String, DeclaredTool> tools = new TreeMap<>();
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
  public List<ToolDescriptor> list(Call call) {
    return descriptors;
  }

  @Override
  public Optional<Tool> find(String name, Call call) {
    return Optional.ofNullable(tools.get(name));
  }
}
