package dev.sluice.tool.declared;

import dev.sluice.call.Deadline;
import dev.sluice.catalog.Mistake;
import dev.sluice.catalog.Spelling;
import dev.sluice.catalog.ToolDeclaration;
import dev.sluice.catalog.shape.OrderKey;
import dev.sluice.data.OrderByClause;
import dev.sluice.data.SqlTemplate;
import dev.sluice.data.SqlTextException;
import dev.sluice.protocol.feature.Tool;
import dev.sluice.protocol.feature.ToolException;
import dev.sluice.protocol.feature.ToolOutcome;
import dev.sluice.protocol.wire.ToolDescriptor;
import dev.sluice.protocol.wire.ToolResult;
import dev.sluice.sql.Verdict;
import dev.sluice.tool.governed.Governance;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.databind.node.ObjectNode;

/** Checks that the parts of one declaration fit each other; no database is asked. */
final class ToolCheck {
  /** What a start can spare for one statement, the first of which makes the parser as well. */
  private static final Duration VERDICT_LIMIT = Duration.ofSeconds(20);

  private final ToolDeclaration declaration;
  private final Governance governance;
  private final List<Mistake> mistakes;

  ToolCheck(ToolDeclaration declaration, Governance governance, List<Mistake> mistakes) {
    this.declaration = declaration;
    this.governance = governance;
    this.mistakes = mistakes;
  }

  /** The tool; empty when a mistake was added. */
  Optional<PreparedTool> prepare() {
    int before = mistakes.size();
    Optional<SqlTemplate> sql = statement();
    Optional<OrderByClause> order = sql.flatMap(OrderByClause::of);
    sql.ifPresent(this::compareArguments);
    Optional<Verdict.Allowed> verdict = sql.flatMap(this::judge);
    checkExamples();
    if (sql.isPresent() && !declaration.pageBy().isEmpty()) {
      comparePageBy(order);
    }
    if (sql.isEmpty() || verdict.isEmpty() || mistakes.size() > before) {
      return Optional.empty();
    }
    return Optional.of(
        new PreparedTool(
            declaration,
            sql.get(),
            order,
            governance.masks(verdict.get()),
            verdict.get().relations().keySet()));
  }

  private Optional<SqlTemplate> statement() {
    try {
      return Optional.of(SqlTemplate.parse(declaration.sql()));
    } catch (SqlTextException e) {
      add("sql", String.valueOf(e.getMessage()), "Write exactly one SELECT");
      return Optional.empty();
    }
  }

  private Optional<Verdict.Allowed> judge(SqlTemplate sql) {
    Deadline deadline = Deadline.after(VERDICT_LIMIT, InstantSource.system());
    return switch (governance.declared(sql.numbered(), deadline)) {
      case Verdict.Allowed allowed -> Optional.of(allowed);
      case Verdict.Refused refused -> {
        int position = sql.positionInText(refused.position());
        add(
            "sql",
            refused.construct() + ": " + refused.reason(),
            sentence(refused.remedy()) + StatementPlace.of(sql.text(), position));
        yield Optional.empty();
      }
    };
  }

  private static String sentence(String remedy) {
    return remedy.substring(0, 1).toUpperCase(Locale.ROOT) + remedy.substring(1) + ". ";
  }

  private void compareArguments(SqlTemplate sql) {
    Collection<String> declared = new TreeSet<>();
    if (declaration.input().get("properties") instanceof ObjectNode properties) {
      declared.addAll(properties.propertyNames());
    }
    for (String used : new TreeSet<>(sql.parameters())) {
      if (used.startsWith(Keyset.PARAMETER)) {
        add("sql", "':" + used + "' is a name that Sluice uses itself", "Choose another");
      } else if (!declared.contains(used)) {
        add(
            "sql",
            "':" + used + "' is not an argument of the input schema",
            Spelling.nearest(used, declared)
                .map(nearest -> "Write ':" + nearest + "', if that was meant")
                .orElse("Add '" + used + "' to the properties of 'input'"));
      }
    }
    for (String unused : declared) {
      if (!sql.parameters().contains(unused)) {
        add(
            "input",
            "the argument '" + unused + "' is not used by the statement",
            "Use ':" + unused + "' in 'sql', or remove it");
      }
    }
  }

  private void comparePageBy(Optional<OrderByClause> order) {
    List<String> pageBy = declaration.pageBy();
    if (order.isEmpty()) {
      add(
          "page_by",
          "the statement has no ORDER BY of its own",
          "End 'sql' with 'order by " + String.join(", ", pageBy) + "'");
      return;
    }
    List<String> columns = StatementOrder.keys(order.get()).stream().map(OrderKey::column).toList();
    if (!columns.equals(pageBy)) {
      add(
          "page_by",
          "the statement orders by "
              + StatementOrder.written(order.get())
              + ", and 'page_by' says "
              + String.join(", ", pageBy),
          columns.isEmpty()
              ? "Order by columns of the answer, each by its name"
              : "Write 'page_by: [" + String.join(", ", columns) + "]', or another ORDER BY");
    }
  }

  private void checkExamples() {
    Tool tool;
    try {
      tool = Tool.of(descriptor(), (_, _) -> new ToolOutcome.Done(ToolResult.error("")));
    } catch (IllegalArgumentException e) {
      add("input", String.valueOf(e.getMessage()), "Write JSON Schema 2020-12");
      return;
    }
    for (ObjectNode example : declaration.examples()) {
      try {
        tool.check(example);
      } catch (ToolException e) {
        add("examples", example + ": " + e.getMessage(), "Give arguments that fit 'input'");
      }
    }
  }

  private ToolDescriptor descriptor() {
    return new ToolDescriptor(
        declaration.name(),
        declaration.title(),
        declaration.description(),
        declaration.input(),
        null);
  }

  private void add(String key, String problem, String remedy) {
    mistakes.add(new Mistake(declaration.at(key), problem, remedy));
  }
}
