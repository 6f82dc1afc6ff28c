package dev.sluice.tool;

import dev.sluice.cache.Cache;
import dev.sluice.call.Call;
import dev.sluice.call.secret.Secrets;
import dev.sluice.catalog.BuiltInTools;
import dev.sluice.catalog.Catalog;
import dev.sluice.control.budget.Meter;
import dev.sluice.data.Database;
import dev.sluice.protocol.feature.Exchange;
import dev.sluice.protocol.feature.Features;
import dev.sluice.protocol.feature.ReadOutcome;
import dev.sluice.protocol.feature.Resources;
import dev.sluice.protocol.feature.Tool;
import dev.sluice.protocol.feature.Tools;
import dev.sluice.protocol.wire.ResourceDescriptor;
import dev.sluice.protocol.wire.ResourceTemplate;
import dev.sluice.protocol.wire.ServerInfo;
import dev.sluice.sql.Judge;
import dev.sluice.tool.code.CodeTools;
import dev.sluice.tool.control.Control;
import dev.sluice.tool.control.Controlled;
import dev.sluice.tool.declared.DeclaredTools;
import dev.sluice.tool.declared.PreparedCatalog;
import dev.sluice.tool.declared.Servable;
import dev.sluice.tool.prompt.DeclaredPrompts;
import dev.sluice.tool.query.QueryLimits;
import dev.sluice.tool.query.QueryTools;
import dev.sluice.tool.relation.RelationResources;
import dev.sluice.tool.relation.RelationTools;
import dev.sluice.tool.relation.Relations;
import dev.sluice.tool.task.LongQueries;
import dev.sluice.tool.task.OwnTasks;
import dev.sluice.tool.task.TaskOffer;
import dev.sluice.tool.task.TaskResources;
import dev.sluice.tool.task.TaskResults;
import dev.sluice.tool.task.TaskStart;
import dev.sluice.tool.task.TaskTools;
import dev.sluice.tool.task.TaskViews;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** All that a catalogue offers to clients: its own tools, the built-in ones, those in Java. */
public final class ServedCatalog {
  /** What every answer has in common is said here once, and in no schema. */
  private static final String INSTRUCTIONS =
      """
      Answers of tools that read rows hold: rows; columns (PostgreSQL types); row_count; complete; \
      when cut: cut (by which limit, how to go on) and next_cursor, to be given as 'cursor' with the \
      same arguments; masked (columns whose values are not shown whole, and how); source (the server, or its cache); \
      age_seconds (at most, where the tool bounds it), and stale when that is more than it allows; \
      reference (for the owner's log). \
      Numbers beyond 15 digits, and dates, come as text. list_relations finds tables by words.""";

  private ServedCatalog() {}

  /**
   * The features of a catalogue over a database.
   *
   * @param answers of what the database answered, kept
   * @param queries how much an ad-hoc query may ask
   * @param offer of tasks; null where there are none
   * @param control what stands between callers and tools; null where nothing does
   * @param secrets sign what callers bring back
   */
  public static Features features(
      ServerInfo info,
      PreparedCatalog catalog,
      Servable servable,
      Database replicas,
      Cache answers,
      QueryLimits queries,
      @Nullable TaskOffer offer,
      @Nullable Control control,
      Secrets secrets,
      InstantSource clock) {
    Controlled controlled =
        control == null ? null : new Controlled(catalog.catalog().budgets(), control);
    Database database = control == null ? replicas : Meter.over(replicas);
    Cache cache = control == null ? answers : Meter.keeping(answers);
    Relations relations = new Relations(catalog.catalog().relations(), servable.relations());
    RelationResources resources = new RelationResources(relations);
    boolean hasRelations = !catalog.catalog().relations().isEmpty();
    List<Tools> tools = new ArrayList<>();
    TaskParts tasks = offer == null ? null : TaskParts.of(offer, catalog, servable);
    tools.add(
        new DeclaredTools(
            catalog,
            servable,
            database,
            cache,
            queries,
            tasks == null ? null : tasks.start(),
            secrets));
    tools.add(new CodeTools(CodeTools.ALL, database, clock));
    List<Tool> builtIn = new ArrayList<>();
    if (hasRelations) {
      builtIn.addAll(RelationTools.of(relations));
    }
    tools.add(new ForEverybody(builtIn));
    tools.add(
        new QueryTools(catalog.governance(), database, cache, catalog.version(), queries, clock));
    List<Resources> readable = new ArrayList<>();
    if (hasRelations) {
      readable.add(resources);
    }
    if (tasks != null) {
      tools.add(tasks.tools());
      readable.add(tasks.resources());
    }
    return new Features(
        info,
        INSTRUCTIONS,
        controlled == null ? new Joined(tools) : controlled.over(new Joined(tools)),
        readable.isEmpty()
            ? null
            : controlled == null
                ? new JoinedResources(readable)
                : controlled.over(new JoinedResources(readable)),
        catalog.catalog().prompts().isEmpty()
            ? null
            : new DeclaredPrompts(catalog.catalog().prompts()),
        hasRelations ? resources : null,
        tasks == null ? null : tasks.own(),
        controlled == null ? _ -> {} : controlled);
  }

  /**
   * Prepares a catalogue to be served.
   *
   * @throws dev.sluice.catalog.CatalogException with all mistakes at once
   */
  public static PreparedCatalog prepare(Catalog catalog, Judge judge) {
    return PreparedCatalog.of(catalog, takenNames(), judge);
  }

  /** Names that no declared tool may have. */
  private static List<String> takenNames() {
    List<String> names = new ArrayList<>();
    CodeTools.ALL.forEach(tool -> names.add(tool.about().name()));
    names.addAll(BuiltInTools.SCOPES.keySet());
    return names;
  }

  /** What serves tasks, made of one offer. */
  private record TaskParts(
      TaskStart start, TaskTools tools, TaskResources resources, OwnTasks own) {

    static TaskParts of(TaskOffer offer, PreparedCatalog catalog, Servable servable) {
      TaskResults results = new TaskResults(offer.results());
      TaskViews views = new TaskViews(results, offer.poll());
      TaskStart start = new TaskStart(offer.engine(), LongQueries.of(catalog, servable), views);
      return new TaskParts(
          start,
          new TaskTools(offer.engine(), start, views, results, catalog.version()),
          new TaskResources(offer.engine(), results),
          new OwnTasks(offer.engine(), views));
    }
  }

  private record ForEverybody(List<Tool> all) implements Tools {
    @Override
    public List<Tool> list(Call call) {
      return all;
    }

    @Override
    public Optional<Tool> find(String name, Call call) {
      return all.stream().filter(tool -> tool.descriptor().name().equals(name)).findFirst();
    }
  }

  private record JoinedResources(List<Resources> parts) implements Resources {
    @Override
    public List<ResourceDescriptor> list(Call call) {
      return parts.stream().flatMap(part -> part.list(call).stream()).toList();
    }

    @Override
    public List<ResourceTemplate> templates(Call call) {
      return parts.stream().flatMap(part -> part.templates(call).stream()).toList();
    }

    @Override
    public Optional<ReadOutcome> read(String uri, Exchange exchange) {
      return parts.stream().flatMap(part -> part.read(uri, exchange).stream()).findFirst();
    }
  }

  private record Joined(List<Tools> parts) implements Tools {
    @Override
    public List<Tool> list(Call call) {
      return parts.stream().flatMap(part -> part.list(call).stream()).toList();
    }

    @Override
    public Optional<Tool> find(String name, Call call) {
      return parts.stream().flatMap(part -> part.find(name, call).stream()).findFirst();
    }

    @Override
    public Set<String> scopes(String name) {
      Set<String> scopes = new TreeSet<>();
      parts.forEach(part -> scopes.addAll(part.scopes(name)));
      return scopes;
    }
  }
}
