package dev.sluice.cache;

import dev.sluice.data.Database;

/** Keeps answers, or does not. Implementations are safe for use by several threads. */
@FunctionalInterface
public interface Cache {

  /** A database whose answers to one tool's questions are kept. */
  Database over(Database database, Keeping keeping);

  /** Keeps nothing. */
  static Cache none() {
    return (database, keeping) -> database;
  }
}
