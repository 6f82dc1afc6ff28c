package dev.sluice.catalog;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the masks of one relation's columns, or says what is wrong with them. */
final class MaskCheck {
  static final List<String> KEYS = List.of("show", "length", "size", "unless_scope");
  private static final int MOST_LENGTH_CHARS = 1_000;

  /** Before the point and behind it: what a number in JSON holds exactly. */
  private static final int MOST_SIZE_DIGITS = 15;

  private final Fields relation;
  private final List<String> columns;

  MaskCheck(Fields relation, List<String> columns) {
    this.relation = relation;
    this.columns = columns;
  }

  /** The masks without a mistake, by column. */
  Map<String, Mask> masks() {
    if (!relation.object().has("mask")) {
      return Map.of();
    }
    return relation
        .mapping("mask", "masks", "{ column: { show: hash, unless_scope: … } }")
        .map(this::read)
        .orElse(Map.of());
  }

  private Map<String, Mask> read(Fields masks) {
    if (masks.object().isEmpty()) {
      masks.add("", "'mask' is empty", "Name a column, or leave the key out");
    }
    Map<String, Mask> read = new TreeMap<>();
    for (String column : masks.object().propertyNames()) {
      if (!columns.contains(column)) {
        masks.add(
            column,
            "'" + column + "' is not among the columns of this relation",
            Spelling.nearest(column, columns)
                .map(Fields::ifMeant)
                .orElse("Add it to 'columns', or remove its mask"));
      }
      masks
          .mapping(column, "a mask", "{ show: hash }")
          .flatMap(MaskCheck::mask)
          .ifPresent(mask -> read.put(column, mask));
    }
    return Collections.unmodifiableMap(read);
  }

  private static Optional<Mask> mask(Fields mask) {
    mask.refuseOthers(KEYS);
    String scope = mask.optionalText("unless_scope", Names.MAX_SCOPE_CHARS);
    if (!scope.isEmpty() && !Names.SCOPE.matcher(scope).matches()) {
      mask.add("unless_scope", "'" + scope + "' is not a scope", Names.SCOPE_REMEDY);
    }
    return show(mask).map(show -> new Mask(show, scope));
  }

  private static Optional<Mask.Show> show(Fields mask) {
    JsonNode written = mask.object().get("show");
    if (written == null) {
      mask.add("", "the mask has no 'show'", "Add 'show: hash' or another way to show it");
      return Optional.empty();
    }
    // What YAML reads as null is what the owner means by it.
    Show show = written.isNull() ? Show.NULL : mask.choice("show", Show.class, Show.HIDE);
    if (!written.isNull() && !written.asString("").equals(word(show))) {
      return Optional.empty();
    }
    return switch (show) {
      case HIDE -> withoutNumber(mask, show, new Mask.Hide());
      case HASH -> withoutNumber(mask, show, new Mask.Hash());
      case NULL -> withoutNumber(mask, show, new Mask.Null());
      case PREFIX -> length(mask, show).map(Mask.Prefix::new);
      case LAST -> length(mask, show).map(Mask.Last::new);
      case BUCKET -> size(mask, show).map(Mask.Bucket::new);
    };
  }

  private static Optional<Mask.Show> withoutNumber(Fields mask, Show show, Mask.Show read) {
    refuse(mask, show, "length");
    refuse(mask, show, "size");
    return Optional.of(read);
  }

  private static Optional<Integer> length(Fields mask, Show show) {
    refuse(mask, show, "size");
    return has(mask, show, "length")
        ? Optional.of(mask.integer("length", 1, MOST_LENGTH_CHARS, 1))
        : Optional.empty();
  }

  private static Optional<BigDecimal> size(Fields mask, Show show) {
    refuse(mask, show, "length");
    if (!has(mask, show, "size")) {
      return Optional.empty();
    }
    JsonNode size = mask.object().path("size");
    if (!size.isNumber() || size.decimalValue().signum() <= 0) {
      mask.add("size", "'size' is " + size, "Write a number above 0: how wide a bucket is");
      return Optional.empty();
    }
    BigDecimal number = size.decimalValue().stripTrailingZeros();
    if (number.scale() > MOST_SIZE_DIGITS
        || (long) number.precision() - number.scale() > MOST_SIZE_DIGITS) {
      mask.add(
          "size",
          "'size' is " + size,
          "Write it with at most " + MOST_SIZE_DIGITS + " digits before the point and behind it");
      return Optional.empty();
    }
    return Optional.of(number);
  }

  private static void refuse(Fields mask, Show show, String key) {
    if (mask.object().has(key)) {
      mask.add(key, "'show: " + word(show) + "' takes no '" + key + "'", "Remove it");
    }
  }

  private static boolean has(Fields mask, Show show, String key) {
    ObjectNode object = mask.object();
    if (!object.has(key)) {
      mask.add("", "'show: " + word(show) + "' needs a '" + key + "'", "Add '" + key + ": 3'");
    }
    return object.has(key);
  }

  private static String word(Show show) {
    return show.name().toLowerCase(Locale.ROOT);
  }

  /** The words of 'show'. */
  private enum Show {
    HIDE,
    HASH,
    PREFIX,
    LAST,
    NULL,
    BUCKET
  }
}
