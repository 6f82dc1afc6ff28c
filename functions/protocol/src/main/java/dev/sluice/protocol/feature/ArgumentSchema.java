package dev.sluice.protocol.feature;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON Schema 2020-12 of a tool's arguments, compiled once. Safe for use by several threads.
 */
public final class ArgumentSchema {
  private static final int MAX_ERRORS = 8;

  /** Knows MCP's own keyword, of which it would warn otherwise. */
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(
          Dialect.builder(Dialects.getDraft202012())
              .keyword(new NonValidationKeyword(HeaderParameter.KEYWORD))
              .build());

  private final Schema schema;

  private ArgumentSchema(Schema schema) {
    this.schema = schema;
  }

  /** Compiles a schema. Throws {@link IllegalArgumentException} when it is none. */
  public static ArgumentSchema compile(ObjectNode schema) {
    try {
      Schema compiled = REGISTRY.getSchema(schema);
      compiled.initializeValidators();
      return new ArgumentSchema(compiled);
    } catch (RuntimeException e) {
      // The library has no one type for what it cannot read.
      throw new IllegalArgumentException("this is no JSON Schema: " + e.getMessage(), e);
    }
  }

  /**
   * Passes arguments that fit.
   *
   * @throws ToolException naming each argument that does not, and what it must be
   */
  public void check(ObjectNode arguments) {
    List<Error> errors = schema.validate(arguments);
    if (errors.isEmpty()) {
      return;
    }
    StringBuilder message = new StringBuilder("The arguments do not fit:");
    for (Error error : errors.subList(0, Math.min(errors.size(), MAX_ERRORS))) {
      message.append("\n- ").append(error);
    }
    throw new ToolException(message.toString());
  }
}
