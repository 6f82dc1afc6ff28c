package dev.sluice.tool.declared;

import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.shape.CatalogLock;
import dev.sluice.catalog.shape.Column;
import dev.sluice.catalog.shape.ToolShape;
import dev.sluice.sql.Judge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A catalogue of one tool, in a folder. */
final class TestCatalog {
  static final String TOOL =
      """
      name: customer_orders
      title: Orders
      description: Orders of a customer.
      input:
        type: object
        properties: { customer_id: { type: integer, minimum: 1 } }
        required: [customer_id]
        additionalProperties: false
      sql: select :customer_id as id, 'x' as note
      limits: { rows: 2 }
      examples: [ { customer_id: 7 } ]
      """;

  /** One for all: its first statement makes the parser. */
  static final Judge JUDGE = new Judge();

  private TestCatalog() {}

  static PreparedCatalog prepared(Path folder, String tool) throws IOException {
    Files.writeString(Files.createDirectories(folder.resolve("tools")).resolve("t.yaml"), tool);
    return PreparedCatalog.of(Catalog.read(folder), List.of("query"), JUDGE);
  }

  /** What a database would say that answers every tool with these columns. */
  static Derived derived(PreparedCatalog catalog, Column... columns) {
    Map<String, ToolShape> tools = new java.util.TreeMap<>();
    for (PreparedTool tool : catalog.tools()) {
      tools.put(
          tool.name(),
          new ToolShape(
              tool.declaration().statementHash(),
              List.of(columns),
              new ArrayList<>(),
              tool.declaration().pageBy().isEmpty()
                  ? List.of()
                  : tool.order().map(StatementOrder::keys).orElseThrow(),
              1.0));
    }
    return new Derived(new CatalogLock(tools, Map.of()), Map.of(), List.of());
  }

  static Servable servable(PreparedCatalog catalog, Column... columns) {
    return Servable.of(catalog, Optional.of(derived(catalog, columns)));
  }
}
