package dev.sluice.tool.declared;

import dev.sluice.cache.Cache;
import dev.sluice.call.Call;
import dev.sluice.call.Layer;
import dev.sluice.call.secret.MemorySecrets;
import dev.sluice.call.secret.Secrets;
import dev.sluice.catalog.ToolDeclaration;
import dev.sluice.catalog.shape.ToolShape;
import dev.sluice.data.Database;
import dev.sluice.protocol.feature.Tool;
import dev.sluice.protocol.feature.ToolException;
import dev.sluice.protocol.feature.Tools;
import dev.sluice.protocol.wire.ToolDescriptor;
import dev.sluice.task.Work;
import dev.sluice.tool.query.QueryLimits;
import dev.sluice.tool.task.TaskStart;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The tools of a catalogue, each prepared once. One that was stopped is not shown, and says why
 * when it is called. Safe for use by several threads.
 */
public final class DeclaredTools implements Tools {

  private static final String SET_UP_TASKS = "set SLUICE_TASKS_TABLE and what goes with it";

  private record Entry(List<String> scopes, Tool tool, boolean listed) {}

  private final Map<String, Entry> byName = new TreeMap<>();

  /** The same where there are no tasks, and cursors are this process's own. */
  public DeclaredTools(PreparedCatalog catalog, Servable servable, Database database, Cache cache) {
    this(
        catalog,
        servable,
        database,
        cache,
        QueryLimits.DEFAULT,
        null,
        new MemorySecrets(InstantSource.system()));
  }

  /**
   * The tools of a catalogue, over a database and a cache of what it answered.
   *
   * @param queries of which the budget says what is too much for a call, where a tool leaves that
   *     open
   * @param tasks starts them; null where there are none
   * @param secrets sign cursors
   */
  public DeclaredTools(
      PreparedCatalog catalog,
      Servable servable,
      Database database,
      Cache cache,
      QueryLimits queries,
      @Nullable TaskStart tasks,
      Secrets secrets) {
    Cursors cursors = new Cursors(secrets);
    KeepingRules rules = new KeepingRules(catalog, servable.narrowed());
    for (PreparedTool tool : catalog.tools()) {
      ToolShape shape = servable.tools().get(tool.name());
      boolean asTask = shape != null && runsAsTask(tool.declaration(), shape, queries, tasks);
      byName.put(
          tool.name(),
          new Entry(
              tool.declaration().scopes(),
              shape == null
                  ? stopped(
                      tool,
                      servable.stopped().getOrDefault(tool.name(), "it is not known"),
                      "run check-catalog")
                  : !asTask
                      ? DeclaredTool.of(
                          tool,
                          shape,
                          rules.of(tool).map(kept -> cache.over(database, kept)).orElse(database),
                          cursors)
                      : tasks == null
                          ? stopped(tool, "it runs as a task, and there are none", SET_UP_TASKS)
                          : started(tool.declaration(), catalog.version(), tasks),
              shape != null && (!asTask || tasks != null)));
    }
  }

  /** Where a tool leaves it open, its plan's cost decides, and where there are no tasks, a call. */
  private static boolean runsAsTask(
      ToolDeclaration declaration,
      ToolShape shape,
      QueryLimits queries,
      @Nullable TaskStart tasks) {
    return switch (declaration.execution()) {
      case SYNC -> false;
      case TASK -> true;
      case AUTO -> {
        Double cost = shape.cost();
        yield tasks != null && cost != null && cost > queries.planCost();
      }
    };
  }

  private static Tool started(ToolDeclaration declaration, String version, TaskStart tasks) {
    return Tool.of(
        new ToolDescriptor(
            declaration.name(),
            declaration.title(),
            declaration.description(),
            declaration.input(),
            null),
        (arguments, exchange) ->
            tasks.start(new Work(declaration.name(), arguments, version), exchange));
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

  private static Tool stopped(PreparedTool tool, String reason, String remedy) {
    return Tool.of(
        new ToolDescriptor(
            tool.name(),
            tool.declaration().title(),
            tool.declaration().description(),
            tool.declaration().input(),
            null),
        (_, exchange) -> {
          exchange.call().notes().refused(Layer.CATALOGUE, "stopped");
          throw new ToolException(
              "'%s' is stopped: %s. The owner of the catalogue must %s. Reference: %s"
                  .formatted(tool.name(), reason, remedy, exchange.call().reference()));
        });
  }
}
