package dev.sluice.data;

import dev.sluice.catalog.Limits;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One statement with its arguments and limits, ready to be asked.
 *
 * @param sql the statement
 * @param arguments a value for every parameter; what is missing is null
 * @param limits how much and how long
 * @param freshness how old what it reads may be
 */
public record Query(SqlTemplate sql, ObjectNode arguments, Limits limits, Freshness freshness) {

  /** One that is not particular about the age of what it reads. */
  public Query(SqlTemplate sql, ObjectNode arguments, Limits limits) {
    this(sql, arguments, limits, Freshness.ANY);
  }

  /** The value of a parameter; JSON's null where the caller gave none. */
  JsonNode argument(String name) {
    JsonNode value = arguments.get(name);
    return value == null ? arguments.nullNode() : value;
  }
}
