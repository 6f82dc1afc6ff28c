package dev.sluice.tool.declared;

import dev.sluice.catalog.Mask;
import dev.sluice.catalog.shape.Column;
import dev.sluice.data.TypeSchemas;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a tool promises of its structured answer: its own rows. What every answer has around them is
 * told once, in the server's instructions, since a model reads all schemas each time.
 */
final class OutputSchema {
  private OutputSchema() {}

  /** One schema for all callers: a masked column is as it is shown, or as it is. */
  static ObjectNode of(List<Column> columns, Map<String, Mask> masks) {
    ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
    ObjectNode rows = schema.putObject("properties").putObject("rows").put("type", "array");
    ObjectNode row = rows.putObject("items").put("type", "object").putObject("properties");
    for (Column column : columns) {
      Mask mask = masks.get(column.name());
      row.set(
          column.name(),
          mask == null ? TypeSchemas.of(column.type()) : TypeSchemas.of(column.type(), mask));
    }
    return schema;
  }
}
