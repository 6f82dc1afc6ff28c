package dev.sluice.sql;

/** Who wrote a statement. */
public enum Use {
  /** Somebody who asks: nothing is taken on trust, and there are no parameters. */
  AD_HOC,
  /**
   * The owner of the database, in the catalogue: there may be parameters, and a masked column may
   * stand in conditions, joins and orders, for its owner decided so.
   */
  DECLARED
}
