package dev.sluice.data;

import dev.sluice.catalog.Mask;
import tools.jackson.databind.node.ObjectNode;

/** The JSON Schema of each type's values, as an answer has them. */
public final class TypeSchemas {
  private static final String ARRAY = "[]";

  private TypeSchemas() {}

  /**
   * A schema of its own of a type, null included.
   *
   * @param type as {@link dev.sluice.catalog.shape.Column} names it
   */
  public static ObjectNode of(String type) {
    return values(type).schema();
  }

  /**
   * A schema of its own of a masked column: of what callers see for whom the mask is lifted, and of
   * what the others see.
   *
   * @param type as {@link dev.sluice.catalog.shape.Column} names it
   */
  public static ObjectNode of(String type, Mask mask) {
    Values.Shape shape = values(type).shape();
    return switch (mask.show()) {
      case Mask.Hide _, Mask.Null _ -> shape.schema();
      case Mask.Hash _, Mask.Prefix _, Mask.Last _ -> shape.or("string").schema();
      case Mask.Bucket _ -> shape.or("number", "string").schema();
    };
  }

  private static Values values(String type) {
    if (!type.endsWith(ARRAY)) {
      return Values.of(type);
    }
    // What stands between elements does not show in the schema.
    return Values.array(values(type.substring(0, type.length() - ARRAY.length())), ',');
  }
}
