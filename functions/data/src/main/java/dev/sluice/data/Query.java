package dev.sluice.data;

import dev.sluice.call.Principal;
import dev.sluice.catalog.Limits;
import dev.sluice.catalog.Mask;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One statement with its arguments and limits, ready to be asked.
 *
 * @param sql the statement
 * @param arguments a value for every parameter; what is missing is null
 * @param limits how much and how long
 * @param freshness how old what it reads may be
 * @param kind whose statement it is
 * @param masks what is shown of the answer's columns, by their labels; an answer that lacks one of
 *     them is refused
 */
public record Query(
    SqlTemplate sql,
    ObjectNode arguments,
    Limits limits,
    Freshness freshness,
    Kind kind,
    Map<String, Mask> masks) {

  /** Copies the map. */
  public Query {
    masks = Collections.unmodifiableMap(new TreeMap<>(masks));
  }

  /** A declared one, without masks, that is not particular about the age of what it reads. */
  public Query(SqlTemplate sql, ObjectNode arguments, Limits limits) {
    this(sql, arguments, limits, Freshness.ANY, Kind.DECLARED, Map.of());
  }

  /** Whose statement it is. The two kinds never share a connection. */
  public enum Kind {
    /** One of the catalogue's, which was judged when that was checked. */
    DECLARED,
    /**
     * One of the caller's: its connection is cleaned behind it, and its errors speak to its author.
     */
    AD_HOC
  }

  /** The same, that may be so old. */
  public Query withFreshness(Freshness freshness) {
    return new Query(sql, arguments, limits, freshness, kind, masks);
  }

  /** The same, of another kind. */
  public Query withKind(Kind kind) {
    return new Query(sql, arguments, limits, freshness, kind, masks);
  }

  /** The same, with these masks. */
  public Query withMasks(Map<String, Mask> masks) {
    return new Query(sql, arguments, limits, freshness, kind, masks);
  }

  /** The masks that are not lifted for a caller: what decides, besides the rows, what is shown. */
  public Map<String, Mask> masksFor(Principal principal) {
    return Mask.notLifted(masks, principal);
  }

  /** The value of a parameter; JSON's null where the caller gave none. */
  JsonNode argument(String name) {
    JsonNode value = arguments.get(name);
    return value == null ? arguments.nullNode() : value;
  }
}
