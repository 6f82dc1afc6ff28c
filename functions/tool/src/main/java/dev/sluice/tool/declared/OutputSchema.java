package dev.sluice.tool.declared;

import dev.sluice.catalog.shape.Column;
import dev.sluice.data.TypeSchemas;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a tool promises of its structured answer: its own rows. What every answer has around them is
 * told once, in the server's instructions, since a model reads all schemas each time.
 */
final class OutputSchema {
  private OutputSchema() {}

  static ObjectNode of(List<Column> columns) {
    ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
    ObjectNode rows = schema.putObject("properties").putObject("rows").put("type", "array");
    ObjectNode row = rows.putObject("items").put("type", "object").putObject("properties");
    columns.forEach(column -> row.set(column.name(), TypeSchemas.of(column.type())));
    return schema;
  }
}
