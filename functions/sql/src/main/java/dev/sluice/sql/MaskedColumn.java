package dev.sluice.sql;

import dev.sluice.call.RelationName;

/**
 * A column whose values a caller sees only in part.
 *
 * @param relation where it is
 * @param column its name there, as the database has it
 */
public record MaskedColumn(RelationName relation, String column) {
  @Override
  public String toString() {
    return relation + "." + column;
  }
}
