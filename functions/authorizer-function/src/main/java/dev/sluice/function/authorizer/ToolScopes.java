package dev.sluice.function.authorizer;

import dev.sluice.catalog.BuiltInTools;
import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.ToolDeclaration;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which tool needs which scopes, of the tools that are declared or built in. Of any other, the
 * function decides alone, as it does in any case.
 */
record ToolScopes(Map<String, SortedSet<String>> byTool) {

  static ToolScopes of(Catalog catalog) {
    Map<String, SortedSet<String>> byTool = new TreeMap<>();
    BuiltInTools.SCOPES.forEach((name, scopes) -> byTool.put(name, new TreeSet<>(scopes)));
    for (ToolDeclaration tool : catalog.tools()) {
      byTool.put(tool.name(), new TreeSet<>(tool.scopes()));
    }
    return new ToolScopes(byTool);
  }

  /** What the tool of a name needs; nothing where there is none. */
  SortedSet<String> of(String tool) {
    return byTool.getOrDefault(tool, new TreeSet<>());
  }

  /** All that some tool needs: what a client can ask for. */
  SortedSet<String> all() {
    SortedSet<String> all = new TreeSet<>();
    byTool.values().forEach((Set<String> scopes) -> all.addAll(scopes));
    return all;
  }
}
