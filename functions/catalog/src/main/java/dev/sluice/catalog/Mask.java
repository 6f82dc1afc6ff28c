package dev.sluice.catalog;

import dev.sluice.call.Principal;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is shown of a column instead of its values. NULL stays NULL whatever the mask.
 *
 * @param show what is left of a value
 * @param unlessScope who holds it sees the values; empty where no scope lifts the mask
 */
public record Mask(Show show, String unlessScope) {
  private static final Set<String> NUMBERS =
      Set.of("int2", "int4", "int8", "numeric", "float4", "float8");

  /** Types of which a part of the text says nothing, or all. */
  private static final Set<String> NOT_CUT = Set.of("bool", "json", "jsonb", "bytea");

  private static final String ARRAY = "[]";

  /** Whether this caller sees the values: by the scope, or as one who may do everything. */
  public boolean liftedFor(Principal principal) {
    return principal.unrestricted()
        || (!unlessScope.isEmpty() && principal.scopes().contains(unlessScope));
  }

  /** Those of some masks, by whatever name, that are not lifted for a caller. */
  public static Map<String, Mask> notLifted(Map<String, Mask> masks, Principal principal) {
    if (masks.isEmpty()) {
      return Map.of();
    }
    Map<String, Mask> kept = new TreeMap<>(masks);
    kept.values().removeIf(mask -> mask.liftedFor(principal));
    return Collections.unmodifiableMap(kept);
  }

  /**
   * Whether it can be put on a column of this type.
   *
   * @param type as {@link dev.sluice.catalog.shape.Column} names it
   */
  public boolean fits(String type) {
    return switch (show) {
      case Hide _, Hash _, Null _ -> true;
      case Prefix _, Last _ -> !type.endsWith(ARRAY) && !NOT_CUT.contains(type);
      case Bucket _ -> NUMBERS.contains(type);
    };
  }

  /** What is left of a value. */
  public sealed interface Show {

    /** As {@code relations.yaml} writes it, and answers do. */
    default String word() {
      return switch (this) {
        case Hide _ -> "hide";
        case Hash _ -> "hash";
        case Prefix _ -> "prefix";
        case Last _ -> "last";
        case Null _ -> "null";
        case Bucket _ -> "bucket";
      };
    }
  }

  /** Nothing: the column is not there. */
  public record Hide() implements Show {}

  /** A keyed hash of the value's text: equal values stay equal, in all columns alike. */
  public record Hash() implements Show {}

  /**
   * The beginning of the value's text, never more than half of it.
   *
   * @param length the most that is shown, in Unicode characters, 1 to 1,000
   */
  public record Prefix(int length) implements Show {}

  /**
   * The end of the value's text, never more than half of it.
   *
   * @param length the most that is shown, in Unicode characters, 1 to 1,000
   */
  public record Last(int length) implements Show {}

  /** Nothing: it is always NULL. */
  public record Null() implements Show {}

  /**
   * The lower end of the range that the number is in.
   *
   * @param size how wide a range is, above 0; the ranges begin at its multiples
   */
  public record Bucket(BigDecimal size) implements Show {}
}
