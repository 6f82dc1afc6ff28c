package dev.sluice.tool;

import dev.sluice.catalog.ToolDeclaration;
import dev.sluice.data.DataException;
import dev.sluice.data.Database;
import dev.sluice.data.Query;
import dev.sluice.data.SqlTemplate;
import dev.sluice.protocol.feature.Exchange;
import dev.sluice.protocol.feature.Tool;
import dev.sluice.protocol.feature.ToolException;
import dev.sluice.protocol.feature.ToolOutcome;
import dev.sluice.protocol.wire.ToolDescriptor;
import tools.jackson.databind.node.ObjectNode;

/** What a declared tool does: it asks one statement. Safe for use by several threads. */
final class DeclaredTool implements Tool.Handler {
  private final ToolDeclaration declaration;
  private final SqlTemplate sql;
  private final Database database;

  private DeclaredTool(ToolDeclaration declaration, SqlTemplate sql, Database database) {
    this.declaration = declaration;
    this.sql = sql;
    this.database = database;
  }

  /** Throws {@link IllegalArgumentException} saying what is wrong with the input schema. */
  static Tool of(ToolDeclaration declaration, SqlTemplate sql, Database database) {
    return Tool.of(
        new ToolDescriptor(
            declaration.name(),
            declaration.title(),
            declaration.description(),
            declaration.input(),
            null),
        new DeclaredTool(declaration, sql, database));
  }

  @Override
  public ToolOutcome call(ObjectNode arguments, Exchange exchange) {
    try {
      return new ToolOutcome.Done(
          Answer.of(
              database.read(new Query(sql, arguments, declaration.limits()), exchange.call()),
              declaration.limits(),
              exchange.call().reference()));
    } catch (DataException e) {
      throw new ToolException(e.getMessage() + " Reference: " + exchange.call().reference(), e);
    }
  }
}
