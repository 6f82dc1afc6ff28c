package dev.sluice.tool;

import dev.sluice.catalog.Mistake;
import dev.sluice.catalog.Spelling;
import dev.sluice.catalog.ToolDeclaration;
import dev.sluice.data.Database;
import dev.sluice.data.SqlTemplate;
import dev.sluice.data.SqlTextException;
import dev.sluice.protocol.feature.Tool;
import dev.sluice.protocol.feature.ToolException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.databind.node.ObjectNode;

/** Checks that the parts of one declaration fit each other, and prepares the tool. */
final class ToolCheck {
  private final ToolDeclaration declaration;
  private final List<Mistake> mistakes;

  ToolCheck(ToolDeclaration declaration, List<Mistake> mistakes) {
    this.declaration = declaration;
    this.mistakes = mistakes;
  }

  /** The tool; empty when a mistake was added. */
  Optional<Tool> prepare(Database database) {
    int before = mistakes.size();
    Optional<SqlTemplate> sql = statement();
    sql.ifPresent(this::compareArguments);
    Optional<Tool> tool = sql.flatMap(statement -> tool(statement, database));
    tool.ifPresent(this::checkExamples);
    return mistakes.size() > before ? Optional.empty() : tool;
  }

  private Optional<SqlTemplate> statement() {
    try {
      return Optional.of(SqlTemplate.parse(declaration.sql()));
    } catch (SqlTextException e) {
      add("sql", String.valueOf(e.getMessage()), "Write exactly one SELECT");
      return Optional.empty();
    }
  }

  private Optional<Tool> tool(SqlTemplate sql, Database database) {
    try {
      return Optional.of(DeclaredTool.of(declaration, sql, database));
    } catch (IllegalArgumentException e) {
      add("input", String.valueOf(e.getMessage()), "Write JSON Schema 2020-12");
      return Optional.empty();
    }
  }

  private void compareArguments(SqlTemplate sql) {
    Collection<String> declared = new TreeSet<>();
    if (declaration.input().get("properties") instanceof ObjectNode properties) {
      declared.addAll(properties.propertyNames());
    }
    for (String used : new TreeSet<>(sql.parameters())) {
      if (!declared.contains(used)) {
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

  private void checkExamples(Tool tool) {
    for (ObjectNode example : declaration.examples()) {
      try {
        tool.check(example);
      } catch (ToolException e) {
        add("examples", example + ": " + e.getMessage(), "Give arguments that fit 'input'");
      }
    }
  }

  private void add(String key, String problem, String remedy) {
    mistakes.add(new Mistake(declaration.at(key), problem, remedy));
  }
}
