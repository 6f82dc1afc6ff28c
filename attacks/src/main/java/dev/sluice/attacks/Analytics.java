package dev.sluice.attacks;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement that any analyst may ask: it must be accepted, and answered as a direct connection
 * answers it.
 *
 * @param name what it shows, with its file
 * @param text the statement
 */
public record Analytics(String name, String text) {
  /** Those of {@link Governed#ANALYST}, who sees every row; and a session as Sluice pins it. */
  private static final String CLAIMS =
      "set timezone = 'UTC'; set intervalstyle = 'iso_8601';"
          + " set search_path = pg_catalog, public;"
          + " select set_config('sluice.subject', 'analyst', false),"
          + " set_config('sluice.tenant', 'everywhere', false),"
          + " set_config('sluice.scopes', 'pii.read sql.query tenants.all', false)";

  /** Every statement, in the order of the files. */
  public static List<Analytics> all() {
    return SqlFile.readAll("/analytics").stream()
        .map(entry -> new Analytics(entry.file() + ", " + title(entry), entry.text()))
        .toList();
  }

  boolean isTpch() {
    return name.startsWith("tpch, ");
  }

  /**
   * What a direct connection under row-level security answers, cell by cell as the server writes
   * it.
   */
  List<List<@Nullable String>> directRows(CarelessDatabase database) throws SQLException {
    try (Connection connection = database.connect(CarelessDatabase.BOUND);
        Statement statement = connection.createStatement()) {
      statement.execute(CLAIMS);
      try (ResultSet result = statement.executeQuery(text)) {
        return rows(result);
      }
    }
  }

  private static List<List<@Nullable String>> rows(ResultSet result) throws SQLException {
    List<List<@Nullable String>> rows = new ArrayList<>();
    int columns = result.getMetaData().getColumnCount();
    while (result.next()) {
      List<@Nullable String> row = new ArrayList<>();
      for (int i = 1; i <= columns; i++) {
        row.add(result.getString(i));
      }
      rows.add(row);
    }
    return rows;
  }

  private static String title(SqlFile.Entry entry) {
    SqlFile.Directive first = entry.directives().getFirst();
    return (first.word() + " " + first.rest()).strip();
  }

  @Override
  public String toString() {
    return name;
  }
}
