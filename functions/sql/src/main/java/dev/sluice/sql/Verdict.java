package dev.sluice.sql;

import dev.sluice.call.RelationName;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Whether a statement may run. */
public sealed interface Verdict {

  /** What a statement answers with. */
  enum Kind {
    /** Rows of a query. */
    QUERY,
    /** The plan of a query, which is not run. */
    EXPLAIN
  }

  /**
   * It may, exactly as its text is, and not in any other spelling.
   *
   * @param kind what it answers with; of an EXPLAIN, the rest tells of the explained query
   * @param relations all it reads, each with the columns it reads there; {@code select *} reads all
   *     that are exposed, {@code count(*)} none
   * @param functions all it calls, by their names in pg_catalog
   * @param masked the label of each output column that shows a masked column, with that column: its
   *     values must be masked before anybody sees them
   */
  record Allowed(
      Kind kind,
      Map<RelationName, Set<String>> relations,
      Set<String> functions,
      Map<String, MaskedColumn> masked)
      implements Verdict {
    /** Copies all. */
    public Allowed {
      relations = copy(relations);
      functions = Set.copyOf(functions);
      masked = Map.copyOf(masked);
    }

    private static Map<RelationName, Set<String>> copy(Map<RelationName, Set<String>> relations) {
      Map<RelationName, Set<String>> copy = new TreeMap<>();
      relations.forEach((name, columns) -> copy.put(name, new TreeSet<>(columns)));
      return copy;
    }
  }

  /**
   * It may not.
   *
   * @param construct what stands in the way, as somebody who writes SQL calls it
   * @param position the character where it starts, from 1, as PostgreSQL counts; 0 when unknown
   * @param reason why it is in the way
   * @param remedy what to write instead
   */
  record Refused(String construct, int position, String reason, String remedy) implements Verdict {
    /** All of it in one sentence or two. */
    public String message() {
      String where = position > 0 ? " at character " + position : "";
      return construct + where + ": " + reason + ". Instead: " + remedy + ".";
    }
  }
}
