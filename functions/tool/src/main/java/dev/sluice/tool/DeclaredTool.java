package dev.sluice.tool;

import dev.sluice.call.Call;
import dev.sluice.catalog.ToolDeclaration;
import dev.sluice.data.DataException;
import dev.sluice.data.Database;
import dev.sluice.data.Query;
import dev.sluice.data.SqlTemplate;
import dev.sluice.protocol.ArgumentSchema;
import dev.sluice.protocol.ToolException;
import dev.sluice.protocol.Tools;
import dev.sluice.protocol.wire.ToolDescriptor;
import dev.sluice.protocol.wire.ToolResult;
import tools.jackson.databind.node.ObjectNode;

/** A tool that asks one declared statement. Safe for use by several threads. */
final class DeclaredTool implements Tools.Tool {
  private final ToolDeclaration declaration;
  private final ToolDescriptor descriptor;
  private final ArgumentSchema schema;
  private final SqlTemplate sql;
  private final Database database;

  DeclaredTool(
      ToolDeclaration declaration, ArgumentSchema schema, SqlTemplate sql, Database database) {
    this.declaration = declaration;
    this.descriptor =
        new ToolDescriptor(
            declaration.name(),
            declaration.title(),
            declaration.description(),
            declaration.input(),
            null);
    this.schema = schema;
    this.sql = sql;
    this.database = database;
  }

  ToolDescriptor descriptor() {
    return descriptor;
  }

  @Override
  public ToolResult call(ObjectNode arguments, Call call) {
    schema.check(arguments);
    try {
      return Answer.of(
          database.read(new Query(sql, arguments, declaration.limits()), call),
          declaration.limits(),
          call.reference());
    } catch (DataException e) {
      throw new ToolException(e.getMessage() + " Reference: " + call.reference(), e);
    }
  }
}
