package dev.sluice.catalog;

import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Checks the masks of one relation's columns, and refuses them until something enforces them. */
final class MaskCheck {
  static final List<String> KEYS = List.of("show", "length", "size", "unless_scope");
  private static final int MOST_LENGTH_CHARS = 1_000;

  private final Fields relation;
  private final List<String> columns;

  MaskCheck(Fields relation, List<String> columns) {
    this.relation = relation;
    this.columns = columns;
  }

  void check() {
    if (!relation.object().has("mask")) {
      return;
    }
    relation
        .mapping("mask", "masks", "{ column: { show: hash, unless_scope: … } }")
        .ifPresent(this::checkColumns);
    relation.refuseUntilEnforced("mask");
  }

  private void checkColumns(Fields masks) {
    if (masks.object().isEmpty()) {
      masks.add("", "'mask' is empty", "Name a column, or leave the key out");
    }
    for (String column : masks.object().propertyNames()) {
      if (!columns.contains(column)) {
        masks.add(
            column,
            "'" + column + "' is not among the columns of this relation",
            Spelling.nearest(column, columns)
                .map(Fields::ifMeant)
                .orElse("Add it to 'columns', or remove its mask"));
      }
      masks.mapping(column, "a mask", "{ show: hash }").ifPresent(MaskCheck::checkMask);
    }
  }

  private static void checkMask(Fields mask) {
    mask.refuseOthers(KEYS);
    if (!mask.object().has("show")) {
      mask.add("", "the mask has no 'show'", "Add 'show: hash' or another way to show it");
      return;
    }
    Show show = mask.choice("show", Show.class, Show.HIDE);
    boolean known = mask.object().path("show").asString("").equals(word(show));
    if (known) {
      checkNumber(mask, show, "length", show == Show.PREFIX || show == Show.LAST);
      checkNumber(mask, show, "size", show == Show.BUCKET);
    }
    String scope = mask.optionalText("unless_scope", Names.MAX_SCOPE_CHARS);
    if (!scope.isEmpty() && !Names.SCOPE.matcher(scope).matches()) {
      mask.add("unless_scope", "'" + scope + "' is not a scope", Names.SCOPE_REMEDY);
    }
  }

  private static void checkNumber(Fields mask, Show show, String key, boolean fits) {
    ObjectNode object = mask.object();
    if (!fits && object.has(key)) {
      mask.add(key, "'show: " + word(show) + "' takes no '" + key + "'", "Remove it");
    } else if (fits && !object.has(key)) {
      mask.add("", "'show: " + word(show) + "' needs a '" + key + "'", "Add '" + key + ": 3'");
    } else if (fits && key.equals("length")) {
      mask.integer(key, 1, MOST_LENGTH_CHARS, 1);
    } else if (fits) {
      JsonNode size = object.path(key);
      if (!size.isNumber() || size.decimalValue().signum() <= 0) {
        mask.add(key, "'" + key + "' is " + size, "Write a number above 0: how wide a bucket is");
      }
    }
  }

  private static String word(Show show) {
    return show.name().toLowerCase(Locale.ROOT);
  }

  /** What is left of a value. */
  enum Show {
    /** The column is not there. */
    HIDE,
    /** Equal values stay equal. */
    HASH,
    /** The first characters. */
    PREFIX,
    /** The last characters. */
    LAST,
    /** Always NULL. */
    NULL,
    /** The lower end of the range that the value is in. */
    BUCKET
  }
}
