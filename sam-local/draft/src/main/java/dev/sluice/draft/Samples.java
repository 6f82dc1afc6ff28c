package dev.sluice.draft;

import dev.sluice.call.RelationName;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A few values out of a database, for examples. */
public interface Samples {

  /**
   * The first row, in the order of these columns, in which none of them is NULL: its values of
   * them; empty where there is none, or it cannot be had in a moment.
   */
  Optional<List<JsonNode>> first(RelationName relation, List<String> columns);

  /** The latest moment in a column, leaving out {@code infinity}; empty as above. */
  Optional<JsonNode> latest(RelationName relation, String column);

  /** The most frequent values of a column among its first rows, as text; empty as above. */
  List<Frequent> frequent(RelationName relation, String column);

  /**
   * A value and in how many of the rows looked at it is.
   *
   * @param value as text; a long one is cut
   * @param rows how many
   */
  record Frequent(String value, long rows) {}
}
