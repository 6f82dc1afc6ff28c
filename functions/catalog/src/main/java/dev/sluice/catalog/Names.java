package dev.sluice.catalog;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the names of one list must look like.
 *
 * @param what one of them is, with its article
 * @param form whether a text is one
 * @param remedies what to write instead of a text that is none
 * @param example one of them
 * @param least how many there must be
 * @param whenEmpty what to do with a list that has fewer
 * @param most how many there may be
 */
record Names(
    String what,
    Predicate<String> form,
    Function<String, String> remedies,
    String example,
    int least,
    String whenEmpty,
    int most) {
  static final int MAX_NAME_CHARS = 64;

  /** A tool's or a prompt's. */
  static final Pattern TOOL = Pattern.compile("[a-z][a-z0-9_]{0,63}");

  /** An argument's: what {@code :name} in SQL and <code>{{name}}</code> in a text can hold. */
  static final Pattern ARGUMENT = Pattern.compile("[a-z_][a-z0-9_]{0,63}");

  static final int MAX_SCOPE_CHARS = 128;
  static final Pattern SCOPE = Pattern.compile("[a-z][a-z0-9_.:-]{0,127}");
  static final String SCOPE_REMEDY =
      "Use a-z, 0-9, '_', '.', ':' and '-', a letter first, at most 128 characters";

  /** PostgreSQL's own (manual, "Identifiers and Key Words"). */
  private static final int MAX_COLUMN_BYTES = 63;

  private static final String COLUMN_REMEDY =
      "Write it as the database has it, in at most " + MAX_COLUMN_BYTES + " bytes";

  /** PostgreSQL's own (manual, "PostgreSQL Limits"). */
  private static final int MAX_COLUMNS = 1_600;

  /** What a row-level policy can look at. */
  static final List<String> CLAIMS = List.of("subject", "tenant", "scopes");

  static final Names SCOPES =
      new Names(
          "a scope", SCOPE.asMatchPredicate(), written -> SCOPE_REMEDY, "orders.read", 0, "", 16);

  static final Names TAGS =
      new Names(
          "a tag",
          SCOPE.asMatchPredicate(),
          written -> SCOPE_REMEDY,
          "orders",
          1,
          "Name at least one, or leave 'cache' out",
          16);

  private static final Pattern DIRECTED =
      Pattern.compile("(\\S+)\\s+(asc|desc)\\b.*", Pattern.CASE_INSENSITIVE);

  static final Names PAGE_BY =
      new Names(
          "a column's name",
          text -> isColumn(text) && !DIRECTED.matcher(text).matches(),
          written -> {
            Matcher directed = DIRECTED.matcher(written);
            return directed.matches()
                ? "Write '" + directed.group(1) + "': the direction is the statement's own"
                : COLUMN_REMEDY;
          },
          "o_orderkey",
          1,
          "Name the columns that the statement orders by, or leave the key out",
          8);

  static final Names COLUMNS =
      new Names(
          "a column's name",
          Names::isColumn,
          written -> COLUMN_REMEDY,
          "o_orderkey",
          1,
          "Name at least one, or remove the relation",
          MAX_COLUMNS);

  static final Names VARIES_BY =
      new Names(
          "a claim",
          CLAIMS::contains,
          written ->
              Spelling.nearest(written, CLAIMS)
                  .map(Fields::ifMeant)
                  .orElse("The claims are " + String.join(", ", CLAIMS)),
          "tenant",
          1,
          "Name at least one claim, or leave the key out where rows depend on all of them",
          CLAIMS.size());

  String remedy(String written) {
    return remedies.apply(written);
  }

  private static boolean isColumn(String text) {
    return !text.isEmpty()
        && text.indexOf('\0') < 0
        && text.getBytes(StandardCharsets.UTF_8).length <= MAX_COLUMN_BYTES;
  }
}
