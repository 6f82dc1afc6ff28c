package dev.sluice.call;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The full name of a relation.
 *
 * @param schema as the database has it, without quotes
 * @param name as the database has it, without quotes
 */
public record RelationName(String schema, String name) implements Comparable<RelationName> {
  private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_]*");

  private static final String PART = "([a-z_][a-z0-9_]*|\"(?:[^\"]|\"\")+\")";
  private static final Pattern WRITTEN = Pattern.compile(PART + "\\." + PART);

  /** Reads what {@link #toString()} writes; empty when the text is no such name. */
  public static Optional<RelationName> parse(String text) {
    Matcher matcher = WRITTEN.matcher(text);
    return matcher.matches()
        ? Optional.of(new RelationName(unquote(matcher.group(1)), unquote(matcher.group(2))))
        : Optional.empty();
  }

  /** An identifier for use in SQL, in double quotes, whatever is in it. */
  public static String quoted(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }

  /** The name for use in SQL, always in quotes. */
  public String sql() {
    return quoted(schema) + "." + quoted(name);
  }

  @Override
  public int compareTo(RelationName other) {
    int bySchema = schema.compareTo(other.schema);
    return bySchema != 0 ? bySchema : name.compareTo(other.name);
  }

  /** As an owner writes it: {@code schema.name}, each part in quotes where it is not plain. */
  @Override
  public String toString() {
    return written(schema) + "." + written(name);
  }

  private static String written(String part) {
    return PLAIN.matcher(part).matches() ? part : quoted(part);
  }

  private static String unquote(String part) {
    return part.startsWith("\"")
        ? part.substring(1, part.length() - 1).replace("\"\"", "\"")
        : part;
  }
}
