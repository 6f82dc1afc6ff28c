package dev.sluice.draft;

import dev.sluice.call.Deadline;
import dev.sluice.call.RelationName;
import dev.sluice.catalog.shape.RelationShape;
import dev.sluice.data.Credentials;
import dev.sluice.data.Replicas;
import dev.sluice.data.Settings;
import dev.sluice.data.SqlTemplate;
import dev.sluice.data.inspect.Inspector;
import dev.sluice.data.inspect.Statistics;
import dev.sluice.telemetry.Telemetry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The draft of a database that is there. */
public final class LiveDraft {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static final SqlTemplate ANYTHING = SqlTemplate.parse("select 1 as one");

  private LiveDraft() {}

  private record Found(
      Map<RelationName, RelationShape> shapes,
      Map<RelationName, Statistics> statistics,
      boolean pages) {

    /** A server that tells no plan for arguments unknown cannot confirm an order either. */
    static Found by(Inspector inspector) {
      return new Found(
          inspector.relations(), inspector.statistics(), inspector.explain(ANYTHING).isPresent());
    }
  }

  /**
   * The files of a catalogue, by their paths in it; empty where the role may select from nothing.
   *
   * @throws dev.sluice.data.DataException when the database does not answer
   */
  public static SortedMap<String, String> of(
      Settings settings, Credentials credentials, InstantSource clock) {
    Deadline deadline = Deadline.after(LIMIT, clock);
    try (Replicas database = new Replicas(settings, credentials, clock, Telemetry.discarding())) {
      Found found = database.inspect(deadline, Found::by);
      return found.shapes().isEmpty()
          ? new TreeMap<>()
          : Draft.of(
              found.shapes(),
              found.statistics(),
              new DatabaseSamples(database, deadline),
              found.pages());
    }
  }
}
