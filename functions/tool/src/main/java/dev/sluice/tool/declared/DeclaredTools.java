package dev.sluice.tool.declared;

import dev.sluice.cache.Cache;
import dev.sluice.call.Call;
import dev.sluice.catalog.shape.ToolShape;
import dev.sluice.data.Database;
import dev.sluice.protocol.feature.Tool;
import dev.sluice.protocol.feature.ToolException;
import dev.sluice.protocol.feature.Tools;
import dev.sluice.protocol.wire.ToolDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The tools of a catalogue, each prepared once. One that was stopped is not shown, and says why
 * when it is called. Safe for use by several threads.
 */
public final class DeclaredTools implements Tools {

  private record Entry(List<String> scopes, Tool tool, boolean listed) {}

  private final Map<String, Entry> byName = new TreeMap<>();

  /** The tools of a catalogue, over a database and a cache of what it answered. */
  public DeclaredTools(PreparedCatalog catalog, Servable servable, Database database, Cache cache) {
    KeepingRules rules = new KeepingRules(catalog, servable.narrowed());
    for (PreparedTool tool : catalog.tools()) {
      ToolShape shape = servable.tools().get(tool.name());
      byName.put(
          tool.name(),
          new Entry(
              tool.declaration().scopes(),
              shape == null
                  ? stopped(tool, servable.stopped().getOrDefault(tool.name(), "it is not known"))
                  : DeclaredTool.of(
                      tool,
                      shape,
                      rules.of(tool).map(kept -> cache.over(database, kept)).orElse(database)),
              shape != null));
    }
  }

  @Override
  public List<Tool> list(Call call) {
    List<Tool> shown = new ArrayList<>();
    for (Entry entry : byName.values()) {
      if (entry.listed() && call.principal().holds(entry.scopes())) {
        shown.add(entry.tool());
      }
    }
    return shown;
  }

  @Override
  public Optional<Tool> find(String name, Call call) {
    return Optional.ofNullable(byName.get(name))
        .filter(entry -> call.principal().holds(entry.scopes()))
        .map(Entry::tool);
  }

  @Override
  public Set<String> scopes(String name) {
    Entry entry = byName.get(name);
    return entry == null ? Set.of() : Set.copyOf(entry.scopes());
  }

  private static Tool stopped(PreparedTool tool, String reason) {
    return Tool.of(
        new ToolDescriptor(
            tool.name(),
            tool.declaration().title(),
            tool.declaration().description(),
            tool.declaration().input(),
            null),
        (_, exchange) -> {
          throw new ToolException(
              "'%s' is stopped: %s. The owner of the catalogue must run check-catalog. Reference: %s"
                  .formatted(tool.name(), reason, exchange.call().reference()));
        });
  }
}
