package dev.sluice.catalog;

import dev.sluice.catalog.shape.Sha256;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A tool as its owner declared it. The JSON in it is not to be changed.
 *
 * @param name what callers call it, {@code [a-z][a-z0-9_]*}, at most 64 characters
 * @param title for people
 * @param description for the model that chooses among tools
 * @param scopes all of which a caller must hold; empty: everybody may call it
 * @param input JSON Schema 2020-12 of the arguments
 * @param sql one statement, with {@code :name} for each argument
 * @param pageBy columns of the answer whose order is the statement's and in which no two rows are
 *     equal; empty: a cut answer cannot be continued
 * @param maxAgeSeconds how old an answer may be in all, or null where nothing is promised
 * @param whenStale what happens when only older ones can be had
 * @param caching whether answers are kept
 * @param execution how the statement runs
 * @param limits how much and how long
 * @param examples arguments that the tool answers
 * @param locations where each key was written, by its name; the tool itself under the empty name
 */
public record ToolDeclaration(
    String name,
    String title,
    String description,
    List<String> scopes,
    ObjectNode input,
    String sql,
    List<String> pageBy,
    @Nullable Integer maxAgeSeconds,
    WhenStale whenStale,
    Caching caching,
    Execution execution,
    Limits limits,
    List<ObjectNode> examples,
    Map<String, Location> locations) {

  /** Copies the lists and maps. */
  public ToolDeclaration {
    scopes = List.copyOf(scopes);
    pageBy = List.copyOf(pageBy);
    examples = List.copyOf(examples);
    locations = Map.copyOf(locations);
  }

  /** Where a key was written, or the tool where it was not. */
  public Location at(String key) {
    Location location = locations.get(key);
    return location != null ? location : locations.getOrDefault("", new Location(name, 1, 1));
  }

  /**
   * SHA-256, as hexadecimal text, of what a check's findings on the statement depend on: the SQL,
   * {@code page_by}, and the names of the arguments.
   */
  public String statementHash() {
    ArrayNode parts = input.arrayNode();
    parts.add(sql);
    ArrayNode columns = parts.addArray();
    pageBy.forEach(columns::add);
    ArrayNode arguments = parts.addArray();
    if (input.get("properties") instanceof ObjectNode properties) {
      properties.propertyNames().stream().sorted().forEach(arguments::add);
    }
    return Sha256.hex(parts.toString());
  }
}
