package dev.sluice.catalog;

import dev.sluice.catalog.shape.CatalogLock;
import java.nio.file.Path;
import java.util.List;

/**
 * What an owner declared, once it checks.
 *
 * @param tools in the order of their names
 * @param relations in the order of their names
 * @param prompts in the order of their names
 * @param budgets what callers may use up
 * @param lock what the last check derived; empty where there was none
 */
public record Catalog(
    List<ToolDeclaration> tools,
    List<RelationDeclaration> relations,
    List<PromptDeclaration> prompts,
    BudgetDeclaration budgets,
    CatalogLock lock) {
  /** The folder of tools inside a catalogue. */
  public static final String TOOLS_FOLDER = "tools";

  /** The folder of prompts inside a catalogue, which may be missing. */
  public static final String PROMPTS_FOLDER = "prompts";

  /** Copies the lists. */
  public Catalog {
    relations = List.copyOf(relations);
    prompts = List.copyOf(prompts);
    tools = List.copyOf(tools);
  }

  /**
   * Reads a catalogue's folder: a tool in each {@code tools/*.yaml}, a prompt in each {@code
   * prompts/*.yaml}, {@code relations.yaml}, {@code budgets.yaml}, and the lock.
   *
   * @throws CatalogException with all mistakes at once, in the order of file and line
   */
  public static Catalog read(Path folder) {
    return new CatalogReader(folder).read(true);
  }

  /**
   * Reads what the owner wrote, and not the lock: for the check that writes it anew, even over a
   * broken one.
   *
   * @throws CatalogException with all mistakes at once, in the order of file and line
   */
  public static Catalog readWithoutLock(Path folder) {
    return new CatalogReader(folder).read(false);
  }
}
