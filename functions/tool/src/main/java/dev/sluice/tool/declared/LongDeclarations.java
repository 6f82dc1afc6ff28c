package dev.sluice.tool.declared;

import dev.sluice.call.Principal;
import dev.sluice.data.Freshness;
import dev.sluice.data.Query;
import dev.sluice.protocol.feature.ArgumentSchema;
import dev.sluice.protocol.feature.ToolException;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * The declared tools that run as tasks, as whoever runs them needs them. Safe for use by several
 * threads.
 */
public final class LongDeclarations {
  private final Map<String, Declared> byName = new TreeMap<>();

  /** Those of a catalogue that can be served. */
  public LongDeclarations(PreparedCatalog catalog, Servable servable) {
    for (PreparedTool tool : catalog.tools()) {
      if (servable.tools().containsKey(tool.name())) {
        byName.put(
            tool.name(), new Declared(tool, ArgumentSchema.compile(tool.declaration().input())));
      }
    }
  }

  private record Declared(PreparedTool tool, ArgumentSchema arguments) {}

  /**
   * The statement of a call.
   *
   * @throws ToolException where there is no such tool for the caller, or its arguments do not fit
   */
  public Query query(String name, ObjectNode arguments, Principal caller) {
    Declared declared = byName.get(name);
    if (declared == null || !caller.holds(declared.tool().declaration().scopes())) {
      throw new ToolException(
          "There is no tool '" + name + "' for you any more. Look at the list of tools.");
    }
    declared.arguments().check(arguments);
    PreparedTool tool = declared.tool();
    return new Query(tool.sql(), arguments, tool.declaration().limits())
        .withFreshness(
            Freshness.of(tool.declaration().maxAgeSeconds(), tool.declaration().whenStale()))
        .withMasks(tool.masks());
  }
}
