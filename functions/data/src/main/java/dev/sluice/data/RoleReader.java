package dev.sluice.data;

import dev.sluice.catalog.RelationDeclaration;
import dev.sluice.data.role.Excess;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Asks what the role of a connection may do beyond reading what is exposed. */
final class RoleReader {
  private final Connection connection;

  RoleReader(Connection connection) {
    this.connection = connection;
  }

  /**
   * Each thing too much, as words that follow the role's name; empty for a role as it should be.
   */
  List<String> excess(Collection<RelationDeclaration> exposed) throws SQLException {
    List<String> schemas = new ArrayList<>();
    List<String> relations = new ArrayList<>();
    List<String> columns = new ArrayList<>();
    for (RelationDeclaration relation : exposed) {
      for (String column : relation.columns()) {
        schemas.add(relation.name().schema());
        relations.add(relation.name().name());
        columns.add(column);
      }
    }
    try (PreparedStatement statement = connection.prepareStatement(Excess.QUERY)) {
      statement.setArray(1, connection.createArrayOf("text", schemas.toArray()));
      statement.setArray(2, connection.createArrayOf("text", relations.toArray()));
      statement.setArray(3, connection.createArrayOf("text", columns.toArray()));
      List<String> found = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(rows.getString(1));
        }
      }
      return found;
    }
  }
}
