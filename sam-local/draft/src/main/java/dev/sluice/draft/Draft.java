package dev.sluice.draft;

import dev.sluice.call.RelationName;
import dev.sluice.catalog.BuiltInTools;
import dev.sluice.catalog.shape.RelationShape;
import dev.sluice.data.inspect.Statistics;
import dev.sluice.draft.Kinds.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Drafts a catalogue's files out of what a database says of itself. The same database has the same
 * draft.
 */
public final class Draft {
  /** As many as an owner reads through. */
  private static final int MOST_TOOLS = 8;

  /** Of those that are the most useful; others get no tools. */
  private static final int MOST_TABLES = 100;

  /** So that a database of many empty tables is drafted in seconds. */
  private static final int MOST_TRIES = 120;

  /** What each further tool of one table is worth, compared to the one before. */
  private static final double WORTH_OF_THE_NEXT = 0.85;

  /** Those that every catalogue has. */
  private static final Set<String> BUILT_IN = BuiltInTools.SCOPES.keySet();

  private final Samples samples;
  private final boolean pages;
  private final Set<String> names = new HashSet<>(BUILT_IN);
  private final SortedMap<String, String> files = new TreeMap<>();

  private Draft(Samples samples, boolean pages) {
    this.samples = samples;
    this.pages = pages;
  }

  /**
   * The files of a catalogue, by their paths in it.
   *
   * @param shapes at least one relation
   * @param statistics of those that have any
   * @param pages whether the server can confirm an order, without which no answer is continued
   */
  public static SortedMap<String, String> of(
      Map<RelationName, RelationShape> shapes,
      Map<RelationName, Statistics> statistics,
      Samples samples,
      boolean pages) {
    Draft draft = new Draft(samples, pages);
    List<Table> tables = Table.all(shapes, statistics);
    draft.files.put("relations.yaml", RelationsFile.of(tables));
    draft.addTools(tables);
    return draft.files;
  }

  private void addTools(List<Table> tables) {
    List<Kind> left = new ArrayList<>();
    tables.stream()
        .filter(table -> !table.key().isEmpty())
        .limit(MOST_TABLES)
        .forEach(table -> left.addAll(new Kinds(table, samples).all()));
    IdentityHashMap<Table, Integer> drafted = new IdentityHashMap<>();
    for (int tries = 0; tries < MOST_TRIES && files.size() <= MOST_TOOLS; tries++) {
      Optional<Kind> best =
          left.stream()
              .max(
                  Comparator.comparingDouble(
                      kind -> worth(kind, drafted.getOrDefault(kind.table(), 0))));
      if (best.isEmpty()) {
        return;
      }
      left.remove(best.get());
      Optional<Drafted> tool = best.get().draft().get();
      tool.ifPresent(this::add);
      drafted.merge(best.get().table(), tool.isPresent() ? 1 : 0, Integer::sum);
    }
  }

  private static double worth(Kind kind, int drafted) {
    return kind.table().score() * kind.weight() * Math.pow(WORTH_OF_THE_NEXT, drafted);
  }

  private void add(Drafted tool) {
    Drafted named = tool.named(Words.free(tool.name(), names), pages ? tool.pageBy() : List.of());
    files.put("tools/" + named.name() + ".yaml", named.file());
  }
}
