package dev.sluice.catalog.shape;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a check derived from the database, kept in {@code catalog.lock.json} beside the catalogue.
 *
 * @param tools by name
 * @param relations by {@link RelationName} as written
 */
public record CatalogLock(Map<String, ToolShape> tools, Map<String, RelationShape> relations) {
  /** The file inside a catalogue's folder. */
  public static final String FILE = "catalog.lock.json";

  /** Copies the maps, in the order of their keys. */
  public CatalogLock {
    tools = Map.copyOf(new TreeMap<>(tools));
    relations = Map.copyOf(new TreeMap<>(relations));
  }

  /** A lock that says nothing: no check was made. */
  public static CatalogLock empty() {
    return new CatalogLock(Map.of(), Map.of());
  }
}
