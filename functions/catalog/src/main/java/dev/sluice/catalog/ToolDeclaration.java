package dev.sluice.catalog;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * A tool as its owner declared it. The JSON in it is not to be changed.
 *
 * @param name what callers call it, {@code [a-z][a-z0-9_]*}, at most 64 characters
 * @param title for people
 * @param description for the model that chooses among tools
 * @param input JSON Schema 2020-12 of the arguments
 * @param sql one statement, with {@code :name} for each argument
 * @param limits how much and how long
 * @param examples arguments that the tool answers
 * @param locations where each key was written, by its name; the tool itself under the empty name
 */
public record ToolDeclaration(
    String name,
    String title,
    String description,
    ObjectNode input,
    String sql,
    Limits limits,
    List<ObjectNode> examples,
    Map<String, Location> locations) {

  /** Copies the lists and maps. */
  public ToolDeclaration {
    examples = List.copyOf(examples);
    locations = Map.copyOf(locations);
  }

  /** Where a key was written, or the tool where it was not. */
  public Location at(String key) {
    Location location = locations.get(key);
    return location != null ? location : locations.getOrDefault("", new Location(name, 1, 1));
  }
}
