package dev.sluice.catalog.shape;

import java.util.Objects;

/**
 * A column of an answer.
 *
 * @param name as the statement names it
 * @param type PostgreSQL's name of the type, an array's with {@code []} behind it
 */
public record Column(String name, String type) {

  /** Refuses what is missing: a lock may be written by hand. */
  public Column {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
  }
}
