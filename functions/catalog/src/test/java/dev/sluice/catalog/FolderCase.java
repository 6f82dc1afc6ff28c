package dev.sluice.catalog;

import java.util.List;

/**
 * A mistake that is not in one file alone: a valid catalogue with one file added.
 *
 * @param title what the owner did
 * @param file which was added, or written over
 * @param content of that file
 */
record FolderCase(String title, String file, String content) {
  private static final String TOOL = MistakeCase.Kind.TOOL.valid;

  static List<FolderCase> all() {
    return List.of(
        new FolderCase("Relations in a misspelt file", "relation.yaml", "[]\n"),
        new FolderCase("Relations with the other ending", "relations.yml", "[]\n"),
        new FolderCase("Budgets in a misspelt file", "budget.yaml", "tenant: {}\n"),
        new FolderCase("Budgets as a list", "budgets.yaml", "- principal\n"),
        new FolderCase("A tool beside its folder", "late_orders.yaml", TOOL),
        new FolderCase("A misspelt folder", "tool/late_orders.yaml", TOOL),
        new FolderCase("A folder within tools", "tools/sales/late_orders.yaml", TOOL),
        new FolderCase("Two tools of one name", "tools/late_orders.yaml", TOOL),
        new FolderCase(
            "Two prompts of one name", "prompts/orders.yml", MistakeCase.Kind.PROMPT.valid),
        new FolderCase("Two tools in one file", "tools/more.yaml", "- name: a\n- name: b\n"),
        new FolderCase("Two documents in one file", "tools/more.yaml", "name: a\n---\nname: b\n"),
        new FolderCase("A file that holds nothing", "tools/more.yaml", "# later\n"),
        new FolderCase("A prompt that is only text", "prompts/more.yaml", "Find late orders.\n"),
        new FolderCase("A list of no relations", "relations.yaml", "[]\n"),
        new FolderCase("Relations as a mapping", "relations.yaml", "public.orders: [id]\n"),
        new FolderCase("A lock with a conflict", "catalog.lock.json", "{\n<<<<<<< HEAD\n}\n"),
        new FolderCase("A lock of another format", "catalog.lock.json", "{ \"format\": 2 }\n"));
  }
}
