package dev.sluice.sql;

/**
 * How large a statement may be, and how much is kept.
 *
 * @param textBytes of a statement, as UTF-8
 * @param words and signs of a statement, about. Each takes the parser some 0.1 ms, whatever it says
 * @param nodes of its tree
 * @param depthNodes how deep its tree may nest
 * @param joins how many relations, functions and subqueries stand in its FROM clauses, less one
 * @param outputColumns of any query in it: PostgreSQL's own limit is 1,664
 * @param generatedCharacters how much longer one value may become by what the statement itself
 *     says: by repeat, lpad and their like
 * @param keptVerdicts how many verdicts are kept; each takes some 500 bytes
 * @param parsers how many statements are parsed at the same time; each parser takes 40 MiB
 */
public record Limits(
    int textBytes,
    int words,
    int nodes,
    int depthNodes,
    int joins,
    int outputColumns,
    int generatedCharacters,
    int keptVerdicts,
    int parsers) {
  /** What a function uses. */
  public static final Limits DEFAULT =
      new Limits(16_384, 6_000, 10_000, 200, 24, 1_664, 100_000, 1_000, 2);
}
