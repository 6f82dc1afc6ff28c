package dev.sluice.attacks.fuzz;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that a statement could change in a server, as a digest for each part: the rows of every
 * table, and what the catalogue knows, without what PostgreSQL itself changes in passing.
 *
 * @param parts digests by what they are of
 */
public record DatabaseState(Map<String, String> parts) {
  private static final String TABLES =
      """
      select format('%I.%I', n.nspname, c.relname)
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'm') and n.nspname <> 'information_schema'
        and not starts_with(n.nspname, 'pg_')
      """;

  private static final Map<String, String> CATALOGUE =
      Map.ofEntries(
          Map.entry("relations", "select oid, relname, relowner, relkind, relacl from pg_class"),
          Map.entry("columns", "select attrelid, attname, atttypid, attacl from pg_attribute"),
          Map.entry("functions", "select oid, proname, proowner, proacl, prosrc from pg_proc"),
          Map.entry("types", "select oid, typname, typowner from pg_type"),
          Map.entry("roles", "select * from pg_authid"),
          Map.entry("memberships", "select * from pg_auth_members"),
          Map.entry("settings of roles", "select * from pg_db_role_setting"),
          Map.entry("settings of the server", "select name, setting from pg_file_settings"),
          Map.entry("schemas", "select * from pg_namespace"),
          Map.entry("policies", "select * from pg_policy"),
          Map.entry("triggers", "select * from pg_trigger"),
          Map.entry("constraints", "select * from pg_constraint"),
          Map.entry("comments", "select * from pg_description"),
          Map.entry("extensions", "select * from pg_extension"),
          Map.entry("sequences", "select schemaname, sequencename, last_value from pg_sequences"),
          Map.entry("large objects", "select oid, lomacl from pg_largeobject_metadata"),
          Map.entry("pages of large objects", "select * from pg_largeobject"),
          Map.entry("publications", "select * from pg_publication"),
          Map.entry("subscriptions", "select oid, subname from pg_subscription"),
          Map.entry("prepared transactions", "select gid from pg_prepared_xacts"),
          Map.entry(
              "advisory locks", "select objid, mode from pg_locks where locktype = 'advisory'"),
          Map.entry("databases", "select datname, datdba, datacl, datallowconn from pg_database"));

  /** Copies the map. */
  public DatabaseState {
    parts = Map.copyOf(parts);
  }

  /** Reads all of it, as superuser. */
  public static DatabaseState read(Connection superuser) throws SQLException {
    Map<String, String> parts = new TreeMap<>();
    try (Statement statement = superuser.createStatement()) {
      List<String> tables = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery(TABLES)) {
        while (rows.next()) {
          tables.add(rows.getString(1));
        }
      }
      for (String table : tables) {
        parts.put("rows of " + table, digest(statement, "select * from " + table));
      }
      for (Map.Entry<String, String> part : CATALOGUE.entrySet()) {
        parts.put(part.getKey(), digest(statement, part.getValue()));
      }
    }
    return new DatabaseState(parts);
  }

  /** What is not as it was before; empty when nothing has changed. */
  public List<String> changedSince(DatabaseState before) {
    List<String> changed = new ArrayList<>();
    before.parts.forEach(
        (name, digest) -> {
          if (!digest.equals(parts.get(name))) {
            changed.add(name);
          }
        });
    parts.keySet().stream().filter(name -> !before.parts.containsKey(name)).forEach(changed::add);
    changed.sort(null);
    return changed;
  }

  private static String digest(Statement statement, String query) throws SQLException {
    try (ResultSet row =
        statement.executeQuery(
            "select count(*) || ' ' || coalesce(sum(hashtextextended(t::text, 0)), 0) from ("
                + query
                + ") as t")) {
      row.next();
      return row.getString(1);
    }
  }
}
