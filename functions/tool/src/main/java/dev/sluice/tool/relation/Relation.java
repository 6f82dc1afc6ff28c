package dev.sluice.tool.relation;

import dev.sluice.call.RelationName;
import dev.sluice.catalog.shape.RelationShape;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A relation that exists for Sluice.
 *
 * @param name its name
 * @param description what is said of it, by its owner or else by the database; empty for nothing
 * @param shape as the database has it, what is exposed of it
 */
record Relation(RelationName name, String description, RelationShape shape) {
  private static final int MAX_SUMMARY_CHARS = 160;

  static Relation of(RelationName name, String declared, RelationShape shape) {
    String comment = shape.comment();
    return new Relation(
        name, !declared.isEmpty() ? declared : comment == null ? "" : comment.strip(), shape);
  }

  String kind() {
    return shape.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** The beginning of the description, on one line. */
  String summary() {
    String line = description.replaceAll("\\s+", " ").strip();
    return line.length() <= MAX_SUMMARY_CHARS ? line : line.substring(0, end(line)).strip() + "…";
  }

  /** Never between the halves of one character. */
  private static int end(String line) {
    int end = MAX_SUMMARY_CHARS - 1;
    return Character.isHighSurrogate(line.charAt(end - 1)) ? end - 1 : end;
  }

  /**
   * How well a search fits: 0 where one of its words occurs nowhere; a word in the name counts
   * most, and most of all when it is the name.
   */
  int fit(String[] words) {
    String own = name.name().toLowerCase(Locale.ROOT);
    String full = name.toString().toLowerCase(Locale.ROOT);
    int fit = 0;
    for (String word : words) {
      int best = fit(word, own, full);
      if (best == 0) {
        return 0;
      }
      fit += best;
    }
    // Among equals the shorter name is nearer to what was asked.
    return fit * 1_000 - Math.min(own.length(), 999);
  }

  private int fit(String word, String own, String full) {
    if (own.equals(word) || full.equals(word)) {
      return 16;
    }
    if (own.startsWith(word)) {
      return 8;
    }
    if (full.contains(word)) {
      return 6;
    }
    if (columnNames().anyMatch(column -> column.equals(word))) {
      return 4;
    }
    return columnNames().anyMatch(column -> column.contains(word))
            || description.toLowerCase(Locale.ROOT).contains(word)
        ? 2
        : 0;
  }

  private Stream<String> columnNames() {
    return shape.columns().stream().map(column -> column.name().toLowerCase(Locale.ROOT));
  }

  /** All that there is to know, a line for each column, as a model reads it. */
  String text() {
    StringBuilder text = new StringBuilder();
    text.append(name).append(" (").append(kind()).append(')');
    if (!description.isEmpty()) {
      text.append(": ").append(description);
    }
    for (RelationShape.RelationColumn column : shape.columns()) {
      text.append('\n').append(column.name()).append(' ').append(column.type());
      text.append(column.nullable() ? "" : " not null");
      @Nullable String comment = column.comment();
      if (comment != null) {
        text.append(" -- ").append(comment.replaceAll("\\s+", " "));
      }
    }
    if (!shape.primaryKey().isEmpty()) {
      text.append("\nprimary key (").append(String.join(", ", shape.primaryKey())).append(')');
    }
    for (RelationShape.ForeignKey key : shape.foreignKeys()) {
      text.append(
          "\n(%s) references %s (%s)"
              .formatted(
                  String.join(", ", key.columns()),
                  key.relation(),
                  String.join(", ", key.otherColumns())));
    }
    if (shape.rowSecurity()) {
      text.append("\nrow-level security decides which rows a caller sees");
    }
    return text.toString();
  }

  /** The same line as a list shows it. */
  String line() {
    return "%s (%s): %s%s"
        .formatted(
            name,
            kind(),
            shape.columns().stream()
                .limit(8)
                .map(RelationShape.RelationColumn::name)
                .collect(Collectors.joining(", ")),
            shape.columns().size() > 8 ? ", …" : "");
  }
}
