package dev.sluice.draft;

import java.text.Normalizer;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Names: as SQL needs them, and as tools and arguments may have them. */
final class Words {
  /** The format's own limit, less what a number behind the name takes. */
  private static final int MAX_CHARS = 60;

  private static final Pattern BARE = Pattern.compile("[a-z_][a-z0-9_]*");

  /**
   * Words that mean something else without quotes (PostgreSQL manual, appendix C: reserved, or
   * types and functions), and those that an ORDER BY is read by.
   */
  private static final Set<String> KEYWORDS =
      Set.of(
          """
          all analyse analyze and any array as asc asymmetric authorization between bigint binary
          bit boolean both by case cast char character check coalesce collate collation column
          concurrently constraint create cross current_catalog current_date current_role
          current_schema current_time current_timestamp current_user dec decimal default deferrable
          desc distinct do else end except exists extract false fetch first float for foreign freeze
          from full grant greatest group grouping having ilike in initially inner inout int integer
          intersect interval into is isnull join json json_array json_arrayagg json_exists
          json_object json_objectagg json_query json_scalar json_serialize json_table json_value
          last lateral leading least left like limit localtime localtimestamp merge_action national
          natural nchar none normalize not notnull null nullif nulls numeric of offset on only or
          order out outer over overlaps overlay placing position precision primary real references
          returning right row select session_user setof similar smallint some substring symmetric
          system_user table tablesample then time timestamp to trailing treat trim true union unique
          user using values varchar variadic verbose when where window with within without
          xmlattributes xmlconcat xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi
          xmlroot xmlserialize xmltable\
          """
              .split("\\s+"));

  private Words() {}

  /** A name of the database for use in SQL, in quotes where it needs them. */
  static String sql(String name) {
    return BARE.matcher(name).matches() && !KEYWORDS.contains(name)
        ? name
        : '"' + name.replace("\"", "\"\"") + '"';
  }

  /**
   * A word of a-z, 0-9 and _ that resembles a name, a letter first.
   *
   * @param otherwise where nothing of the name is left
   */
  static String plain(String name, String otherwise) {
    return plain(name, otherwise, MAX_CHARS);
  }

  /** The same for a word that is to be a part of another. */
  static String plain(String name, String otherwise, int maxChars) {
    String word =
        Normalizer.normalize(name.replace("ß", "ss"), Normalizer.Form.NFKD)
            .replaceAll("\\p{M}+", "")
            .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "_")
            .replaceAll("^_+|_+$", "");
    if (word.isEmpty()) {
      return otherwise;
    }
    return cut(Character.isDigit(word.charAt(0)) ? otherwise + "_" + word : word, maxChars);
  }

  /** The word, with a number behind it where it is taken; taken from now on. */
  static String free(String word, Collection<String> taken) {
    String start = cut(word, MAX_CHARS);
    String free = start;
    for (int number = 2; taken.contains(free); number++) {
      free = start + "_" + number;
    }
    taken.add(free);
    return free;
  }

  /** At most so many characters in one line, the rest as an ellipsis. */
  static String line(String text, int maxChars) {
    String line = text.strip().replaceAll("[\\s\\p{Cntrl}]+", " ");
    if (line.length() <= maxChars) {
      return line;
    }
    int end = maxChars - 1;
    if (Character.isHighSurrogate(line.charAt(end - 1))) {
      end--;
    }
    return line.substring(0, end).stripTrailing() + "…";
  }

  private static String cut(String word, int maxChars) {
    return word.length() <= maxChars ? word : word.substring(0, maxChars).replaceAll("_+$", "");
  }
}
