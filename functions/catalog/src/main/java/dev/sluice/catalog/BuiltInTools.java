package dev.sluice.catalog;

import java.util.Map;
import java.util.Set;

/** The tools that are served without being declared. */
public final class BuiltInTools {
  /** Who holds it may ask in SQL. */
  public static final String AD_HOC_SCOPE = "sql.query";

  /** Tells a caller what it has used up. */
  public static final String GET_BUDGET = "get_budget";

  /** What a caller must hold for each, by name. No declared tool may be named so. */
  public static final Map<String, Set<String>> SCOPES =
      Map.of(
          "list_relations",
          Set.of(),
          "describe_relation",
          Set.of(),
          "query",
          Set.of(AD_HOC_SCOPE),
          "explain_query",
          Set.of(AD_HOC_SCOPE),
          "start_query",
          Set.of(AD_HOC_SCOPE),
          "task_status",
          Set.of(),
          "task_result",
          Set.of(),
          "cancel_task",
          Set.of(),
          GET_BUDGET,
          Set.of());

  private BuiltInTools() {}
}
