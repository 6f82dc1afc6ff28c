package dev.sluice.data;

/**
 * What every connection's session is pinned to, so that an answer never depends on a role's
 * settings.
 */
final class Session {
  /**
   * Set once a connection. {@code pg_catalog} stands first, so that no relation of another schema
   * can take the place of one of PostgreSQL's own.
   */
  static final String PINNED_STATE =
      """
      select set_config('search_path', 'pg_catalog, public', false),
             set_config('timezone', 'UTC', false),
             set_config('datestyle', 'ISO, YMD', false),
             set_config('intervalstyle', 'iso_8601', false),
             set_config('bytea_output', 'hex', false),
             set_config('standard_conforming_strings', 'on', false),
             set_config('row_security', 'on', false),
             set_config('lock_timeout', '1000', false),
             set_config('idle_in_transaction_session_timeout', '30000', false)
      """;

  /** Set in every transaction, and gone with it. */
  static final String STATEMENT_TIMEOUT = "select set_config('statement_timeout', ?, true)";

  private Session() {}
}
