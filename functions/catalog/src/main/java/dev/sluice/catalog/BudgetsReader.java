package dev.sluice.catalog;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Turns {@code budgets.yaml} into budgets, or into mistakes. */
final class BudgetsReader {
  static final List<String> KEYS = List.of("principal", "tenant");
  static final List<String> ALLOWANCE_KEYS =
      List.of("calls_per_minute", "rows_per_day", "bytes_per_day", "database_ms_per_day");

  private static final String EXAMPLE = "{ calls_per_minute: 600, rows_per_day: 1000000 }";

  private final YamlDocument document;
  private final List<Mistake> mistakes;

  BudgetsReader(YamlDocument document, List<Mistake> mistakes) {
    this.document = document;
    this.mistakes = mistakes;
  }

  BudgetDeclaration read() {
    if (!(document.root() instanceof ObjectNode root) || root.isEmpty()) {
      mistakes.add(
          new Mistake(
              document.at(""),
              document.root().isArray() ? "this file holds a list" : "this file holds no budgets",
              "Write 'principal: " + EXAMPLE + "', or 'tenant: …', or delete the file"));
      return BudgetDeclaration.NONE;
    }
    Fields fields = new Fields(document, mistakes, "", root, "a budget");
    fields.refuseOthers(KEYS);
    return new BudgetDeclaration(allowance(fields, "principal"), allowance(fields, "tenant"));
  }

  private static Allowance allowance(Fields fields, String key) {
    return fields
        .mapping(key, "what a " + key + " may use", EXAMPLE)
        .map(BudgetsReader::allowance)
        .orElse(Allowance.NONE);
  }

  private static Allowance allowance(Fields fields) {
    fields.refuseOthers(ALLOWANCE_KEYS);
    if (fields.object().isEmpty()) {
      fields.add("", "this budget bounds nothing", "Write " + EXAMPLE + ", or leave it out");
    }
    return new Allowance(
        fields.whole("calls_per_minute", 1, Allowance.MOST_CALLS_PER_MINUTE, Allowance.UNBOUNDED),
        fields.whole("rows_per_day", 1, Allowance.MOST_PER_DAY, Allowance.UNBOUNDED),
        fields.whole("bytes_per_day", 1, Allowance.MOST_PER_DAY, Allowance.UNBOUNDED),
        fields.whole("database_ms_per_day", 1, Allowance.MOST_PER_DAY, Allowance.UNBOUNDED));
  }
}
