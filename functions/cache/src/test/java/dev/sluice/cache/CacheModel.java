package dev.sluice.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Call;
import dev.sluice.call.Deadline;
import dev.sluice.call.Principal;
import dev.sluice.call.Reference;
import dev.sluice.catalog.Limits;
import dev.sluice.catalog.Mask;
import dev.sluice.catalog.WhenStale;
import dev.sluice.catalog.shape.Column;
import dev.sluice.data.Database;
import dev.sluice.data.Freshness;
import dev.sluice.data.Query;
import dev.sluice.data.Rows;
import dev.sluice.data.SqlTemplate;
import dev.sluice.telemetry.RecordingTelemetry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A database of one value for each tenant and caller, all that it ever was, and two caches of it.
 * Each read is held against that: an answer is one that its caller would have got uncached, at the
 * moment that its age says, and that is never longer ago than promised.
 */
final class CacheModel {
  private static final Duration MAX_AGE = Duration.ofSeconds(60);
  private static final String TAG = "values";
  private static final Map<String, Mask> MASKS = Map.of("v", new Mask(new Mask.Null(), "pii.read"));

  private static final List<Principal> CALLERS =
      List.of(
          new Principal("ada", "acme", Set.of(), false),
          new Principal("bob", "acme", Set.of(), false),
          new Principal("bob", "acme", Set.of("pii.read"), false),
          new Principal("cyd", "bolt", Set.of("pii.read", "more"), false),
          new Principal("dan", "bolt", Set.of(), false),
          new Principal("ada", "", Set.of("pii.read"), false),
          Principal.LOCAL);

  /** One that says by whom its rows vary, one whose rows vary by all of the caller. */
  private static final List<Keeping> TOOLS =
      List.of(
          new Keeping("by_tenant", "v1", List.of(TAG), EnumSet.of(VariesBy.TENANT)),
          new Keeping("by_caller", "v1", List.of(TAG, "other")));

  private final Random random;
  private final NavigableMap<Instant, Map<String, Integer>> history = new TreeMap<>();
  private final FakeStore store;
  private final List<KeptAnswers> environments;
  private Instant now = Instant.parse("2026-11-26T00:00:00Z");
  private Duration lag = Duration.ZERO;
  private Instant invalidated = Instant.MIN;
  private boolean storeWorks = true;
  private boolean broken;
  private int hits;
  private int misses;

  /**
   * One history.
   *
   * @param real what keeps the entries, by the model's clock
   */
  CacheModel(int seed, Function<InstantSource, EntryStore> real, KeepLimits limits) {
    random = new Random(seed);
    InstantSource clock = () -> now;
    store = new FakeStore(real.apply(clock));
    environments =
        IntStream.range(0, 2)
            .mapToObj(i -> new KeptAnswers(store, limits, clock, new RecordingTelemetry(), random))
            .toList();
    history.put(Instant.EPOCH, Map.of());
  }

  /** A cache that forgets who asks: this must be found out. */
  void breakIt() {
    broken = true;
  }

  int hits() {
    return hits;
  }

  int misses() {
    return misses;
  }

  void step() throws Exception {
    switch (random.nextInt(20)) {
      case 0, 1, 2 -> write();
      case 3 -> {
        if (storeWorks) {
          store.invalidate(TAG, Budget.of(Duration.ofSeconds(1)));
          invalidated = now;
        }
      }
      case 4 -> {
        storeWorks = random.nextInt(4) != 0;
        store.failAt(storeWorks ? "" : List.of("*", "keep", "claim").get(random.nextInt(3)));
      }
      case 5 -> lag = Duration.ofMillis(random.nextInt(90_000) / (1 + random.nextInt(50)));
      // A freeze: the wall clock goes on, and nothing else.
      case 6 -> now = now.plusSeconds(random.nextInt(300));
      case 7, 8, 9 -> now = now.plusMillis(random.nextInt(15_000));
      default -> read();
    }
  }

  private void write() {
    now = now.plusMillis(1);
    Map<String, Integer> next = new HashMap<>(history.lastEntry().getValue());
    next.put(List.of("acme", "bolt", "").get(random.nextInt(3)), random.nextInt(1_000_000));
    history.put(now, next);
  }

  private void read() {
    Keeping tool = TOOLS.get(random.nextInt(TOOLS.size()));
    if (broken) {
      tool = new Keeping(tool.tool(), tool.version(), tool.tags(), Set.of());
    }
    Keeping asked = tool;
    Principal caller = CALLERS.get(random.nextInt(CALLERS.size()));
    Query query =
        new Query(
                SqlTemplate.parse("select v from values"),
                JsonNodeFactory.instance.objectNode(),
                Limits.DEFAULT)
            .withFreshness(new Freshness(MAX_AGE, WhenStale.LABEL))
            .withMasks(MASKS);
    Call call =
        new Call(
            caller,
            Deadline.after(Duration.ofSeconds(20), InstantSource.system()),
            Reference.next());
    Rows rows =
        environments
            .get(random.nextInt(environments.size()))
            .over(database(asked.tool()), asked)
            .read(query, call);
    Duration age = Objects.requireNonNull(rows.age().lag());
    List<JsonNode> row = rows.rows().getFirst();
    assertThat(row.getFirst()).isEqualTo(valueAt(asked.tool(), caller, now.minus(age)));
    if (rows.source().kept()) {
      hits++;
      assertThat(age).isLessThanOrEqualTo(MAX_AGE);
      assertThat(Instant.parse(row.getLast().stringValue())).isAfterOrEqualTo(invalidated);
    } else {
      misses++;
    }
  }

  private Database database(String tool) {
    return (query, call) ->
        new Rows(
            List.of(new Column("v", "text"), new Column("sent", "text")),
            List.of(
                List.of(
                    valueAt(tool, call.principal(), now.minus(lag)),
                    JsonNodeFactory.instance.stringNode(now.toString()))),
            Rows.Cut.NONE,
            new Rows.Source("replica-1", true),
            new Rows.Age(lag, lag.compareTo(MAX_AGE) > 0));
  }

  /** What a caller sees of the data of a moment, under the masks that it cannot lift. */
  private JsonNode valueAt(String tool, Principal caller, Instant moment) {
    if (!caller.holds(Set.of("pii.read"))) {
      return JsonNodeFactory.instance.nullNode();
    }
    Integer value = history.floorEntry(moment).getValue().get(caller.tenant());
    return JsonNodeFactory.instance.stringNode(
        caller.tenant()
            + " "
            + value
            + (tool.equals("by_caller") ? caller.subject() + caller.scopes() : ""));
  }
}
