package dev.sluice.sql;

import java.util.Locale;
import java.util.Map;

/** What somebody who writes SQL calls the parts of a parse tree. */
final class Constructs {
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("SelectStmt.intoClause", "SELECT INTO"),
          Map.entry("SelectStmt.lockingClause", "FOR UPDATE or FOR SHARE"),
          Map.entry("RangeVar.catalogname", "a relation of another database"),
          Map.entry("RangeVar.relpersistence", "a temporary relation"),
          Map.entry("SQLValueFunction.op", "a function about the session"),
          Map.entry("XmlExpr.op", "an XML expression"),
          Map.entry("RangeTableFunc", "XMLTABLE"),
          Map.entry("CurrentOfExpr", "CURRENT OF"),
          Map.entry("SetToDefault", "DEFAULT"),
          Map.entry("MergeSupportFunc", "merge_action()"),
          Map.entry("VariableSetStmt", "SET"),
          Map.entry("VariableShowStmt", "SHOW"),
          Map.entry("TransactionStmt", "BEGIN, COMMIT or ROLLBACK"),
          Map.entry("DeclareCursorStmt", "DECLARE CURSOR"),
          Map.entry("ClosePortalStmt", "CLOSE"),
          Map.entry("CreateTableAsStmt", "CREATE TABLE AS"),
          Map.entry("TypeName.setof", "SETOF"),
          Map.entry("TypeName.pct_type", "%TYPE"));

  private static final String STATEMENT = "Stmt";

  private Constructs() {}

  static String name(Node node) {
    String type = node.type();
    String known = NAMES.get(type);
    if (known != null) {
      return known;
    }
    return type.endsWith(STATEMENT)
        ? spaced(type.substring(0, type.length() - STATEMENT.length())).toUpperCase(Locale.ROOT)
        : spaced(type).toLowerCase(Locale.ROOT);
  }

  static String name(Node node, String field) {
    return NAMES.getOrDefault(node.type() + "." + field, field + " of " + name(node));
  }

  /** {@code AlterTable} as {@code Alter Table}. */
  private static String spaced(String type) {
    return type.replaceAll("(?<=[a-z])(?=[A-Z])", " ");
  }
}
