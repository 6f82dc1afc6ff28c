package dev.sluice.sql;

/** Where in a query an expression stands, for what may be done with masked columns there. */
enum Place {
  SELECT_LIST("an expression", false),
  CONDITION("a condition", true),
  JOIN("a join", true),
  ORDER("ORDER BY", true),
  GROUP("GROUP BY", false),
  DISTINCT("DISTINCT", false),
  WINDOW("a window", false),
  VALUES("VALUES", false),
  LIMIT("LIMIT or OFFSET", false),
  FROM("an argument in FROM", false),
  SET_OPERATION("UNION, INTERSECT or EXCEPT", false),
  SUBQUERY("a subquery inside an expression", false),
  WHOLE_ROW("a reference to a whole row", false);

  private final String words;
  private final boolean ownerMay;

  Place(String words, boolean ownerMay) {
    this.words = words;
    this.ownerMay = ownerMay;
  }

  /** Whether a masked column may stand there. */
  boolean mayHaveMasked(Use use) {
    return ownerMay && use == Use.DECLARED;
  }

  /** The refusal of a masked column here. */
  RefusalException refusing(MaskedColumn column, Node node) {
    return new RefusalException(
        "the masked column " + column,
        node.offset(),
        "it is masked, and stands in " + words + ", from which its values could be told",
        "select " + column.column() + " bare, so that it comes out masked, or leave it out here");
  }
}
