package dev.sluice.tool.declared;

import dev.sluice.call.Principal;
import dev.sluice.data.Freshness;
import dev.sluice.data.Query;
import dev.sluice.protocol.feature.Tool;
import dev.sluice.protocol.feature.ToolException;
import dev.sluice.protocol.wire.ToolDescriptor;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * The declared tools that run as tasks, as whoever runs them needs them. Safe for use by several
 * threads.
 */
public final class LongDeclarations {
  private final Map<String, PreparedTool> tools = new TreeMap<>();
  private final Map<String, Tool> schemas = new TreeMap<>();

  /** Those of a catalogue that can be served. */
  public LongDeclarations(PreparedCatalog catalog, Servable servable) {
    for (PreparedTool tool : catalog.tools()) {
      if (servable.tools().containsKey(tool.name())) {
        tools.put(tool.name(), tool);
        schemas.put(
            tool.name(),
            Tool.of(
                new ToolDescriptor(tool.name(), "", "", tool.declaration().input(), null),
                (_, _) -> {
                  throw new ToolException("'" + tool.name() + "' runs as a task");
                }));
      }
    }
  }

  /**
   * The statement of a call.
   *
   * @throws ToolException where there is no such tool for the caller, or its arguments do not fit
   */
  public Query query(String name, ObjectNode arguments, Principal caller) {
    PreparedTool tool = tools.get(name);
    if (tool == null || !caller.holds(tool.declaration().scopes())) {
      throw new ToolException(
          "There is no tool '" + name + "' for you any more. Look at the list of tools.");
    }
    schemas.get(name).check(arguments);
    return new Query(tool.sql(), arguments, tool.declaration().limits())
        .withFreshness(
            Freshness.of(tool.declaration().maxAgeSeconds(), tool.declaration().whenStale()))
        .withMasks(tool.masks());
  }
}
