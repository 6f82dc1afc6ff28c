package dev.sluice.sql;

import dev.sluice.call.Deadline;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Judges the parse tree of a text. */
final class Analysis {
  private static final Set<String> EXPLAIN_OPTIONS =
      Set.of("verbose", "costs", "format", "summary");

  private static final Set<String> OFF = Set.of("off", "false");

  private final Walk walk;

  /** Judges one statement. */
  Analysis(Policy policy, Use use, Limits limits, Deadline deadline) {
    walk = new Walk(policy, use, limits, deadline);
  }

  /**
   * The verdict on a text's statements, of which there must be one.
   *
   * @throws RefusalException when something in them may not be
   */
  Verdict.Allowed judge(List<Node> statements) {
    if (statements.size() != 1) {
      throw new RefusalException(
          "the number of statements",
          statements.size() > 1 ? (int) statements.get(1).number("stmt_location") : -1,
          "the text has " + statements.size() + " statements, and one is run at a time",
          "write one SELECT");
    }
    Node statement = statements.getFirst().required("stmt");
    boolean explains = statement.is("ExplainStmt");
    if (explains) {
      explain(statement);
    }
    Node query = explains ? statement.required("query") : statement;
    if (!query.is("SelectStmt")) {
      throw Refusals.of(query.type(), "statement", query, Constructs.name(query));
    }
    NodeTypes.check(statements.getFirst());
    Output output = walk.queries.query(query, null, Ctes.NONE);
    return new Verdict.Allowed(
        explains ? Verdict.Kind.EXPLAIN : Verdict.Kind.QUERY,
        walk.relations(),
        walk.functions(),
        masked(output, query));
  }

  private static void explain(Node statement) {
    for (Node option : statement.nodes("options")) {
      String name = option.text("defname");
      if (isOff(option)) {
        continue;
      }
      if (name.equals("analyze")) {
        throw Refusals.of("EXPLAIN ANALYZE", option, "EXPLAIN ANALYZE");
      }
      if (!EXPLAIN_OPTIONS.contains(name)) {
        throw Refusals.of("explain option", option, "the option " + name + " of EXPLAIN");
      }
    }
  }

  /**
   * Which labels show masked columns. Rows are masked by label, so one must not mean two things.
   */
  private static Map<String, MaskedColumn> masked(Output output, Node query) {
    Map<String, MaskedColumn> masked = new HashMap<>();
    for (VisibleColumn column : output.columns()) {
      if (column.masked() != null) {
        masked.put(column.name(), column.masked());
      }
    }
    for (VisibleColumn column : output.columns()) {
      MaskedColumn other = masked.get(column.name());
      if (other != null && !other.equals(column.masked())) {
        throw new RefusalException(
            "the label " + column.name(),
            query.offset(),
            "two output columns have it, and one of them is the masked column " + other,
            "give each a label of its own with AS");
      }
    }
    return masked;
  }

  /** Whether an option of EXPLAIN is switched off, whatever it is. */
  private static boolean isOff(Node option) {
    Node value = option.node("arg");
    return value != null
        && (OFF.contains(value.text("sval").toLowerCase(Locale.ROOT))
            || (value.is("Integer") && value.number("ival") == 0));
  }
}
