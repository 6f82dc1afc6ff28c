package dev.sluice.catalog.shape;

import dev.sluice.call.RelationName;
import dev.sluice.catalog.CatalogException;
import java.nio.file.Path;
import java.util.Collections;
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
    tools = Collections.unmodifiableMap(new TreeMap<>(tools));
    relations = Collections.unmodifiableMap(new TreeMap<>(relations));
  }

  /** A lock that says nothing: no check was made. */
  public static CatalogLock empty() {
    return new CatalogLock(Map.of(), Map.of());
  }

  /**
   * Reads the lock of a catalogue's folder; empty where there is none.
   *
   * @throws CatalogException when it is broken, or of another format
   */
  public static CatalogLock read(Path folder) {
    return LockFile.read(folder);
  }

  /**
   * Writes this lock into a catalogue's folder, all of it or nothing. Equal locks are equal bytes.
   *
   * @throws CatalogException when it cannot be written
   */
  public void write(Path folder) {
    LockFile.write(folder, this);
  }

  /** SHA-256, as hexadecimal text, of all that is compared: everything but the costs. */
  public String version() {
    return Sha256.hex(LockFile.compared(this));
  }

  CatalogLock withoutCosts() {
    Map<String, ToolShape> without = new TreeMap<>();
    tools.forEach(
        (name, tool) ->
            without.put(
                name,
                new ToolShape(
                    tool.statement(), tool.columns(), tool.relations(), tool.order(), null)));
    return new CatalogLock(without, relations);
  }
}
